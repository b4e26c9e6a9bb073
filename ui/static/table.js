// A table with search, sorting and rows that open: for figures, studies and query results.

import { t } from "./core.js";
import { debounce, fold, h, put } from "./dom.js";

const PAGE = 100;

/**
 * columns: [{key, title, kind?: "number"|"text", show?: (row) => Node|string, of?: (row) => sortable}]
 * Rows are objects. `onrow` makes each row's first cell a button.
 */
export class Table {
  constructor({ caption, columns, rows, onrow, empty = t("table.empty"), sort = null }) {
    Object.assign(this, { columns, rows, onrow, empty });
    this.sorted = sort ?? { key: null, down: false };
    this.shown = PAGE;
    this.keep = () => true;
    this.head = h("tr");
    this.bodyNode = h("tbody");
    this.count = h("p", { cls: "pu-count", role: "status" });
    this.more = h("button", { type: "button", cls: "pu-quiet", text: t("table.more"), hidden: true, onclick: () => {
      this.shown += PAGE;
      this.draw();
    } });
    this.node = h("div", { cls: "pu-tablebox" }, this.count,
      h("div", { cls: "pu-scroll", tabindex: 0, role: "region", "aria-label": caption },
        h("table", { cls: "pu-table" }, h("caption", { cls: "pu-hidden", text: caption }), h("thead", {}, this.head), this.bodyNode)),
      this.more);
    this.draw();
  }

  filter(keep) {
    this.keep = keep;
    this.shown = PAGE;
    this.draw();
  }

  visible() {
    const { key, down } = this.sorted;
    const rows = this.rows.filter((row) => this.keep(row));
    const column = this.columns.find((one) => one.key === key);
    if (!column) return rows;
    const of = column.of ?? ((row) => row[key]);
    const compare = (a, b) => {
      const [x, y] = [of(a), of(b)];
      const nothing = (value) => value === null || value === undefined || value === "";
      if (nothing(x) || nothing(y)) return nothing(x) - nothing(y);
      return (column.kind === "number" ? x - y : String(x).localeCompare(String(y), undefined, { numeric: true })) * (down ? -1 : 1);
    };
    return [...rows].sort(compare);
  }

  draw() {
    put(this.head, this.columns.map((column) => {
      const on = this.sorted.key === column.key;
      return h("th", { scope: "col", "aria-sort": on ? (this.sorted.down ? "descending" : "ascending") : "none", cls: column.kind === "number" ? "pu-n" : "" },
        h("button", { type: "button", cls: "pu-sort", onclick: () => {
          this.sorted = { key: column.key, down: on ? !this.sorted.down : column.kind === "number" };
          this.draw();
          this.head.querySelectorAll("button")[this.columns.indexOf(column)].focus();
        } }, column.title, h("span", { "aria-hidden": "true", cls: "pu-arrow", text: on ? (this.sorted.down ? "↓" : "↑") : "↕" })));
    }));
    const rows = this.visible();
    this.count.textContent = t("table.count", { n: rows.length, all: this.rows.length });
    this.more.hidden = rows.length <= this.shown;
    if (!rows.length) {
      put(this.bodyNode, h("tr", {}, h("td", { colspan: this.columns.length, cls: "pu-empty", text: this.empty })));
      return;
    }
    put(this.bodyNode, rows.slice(0, this.shown).map((row) => this.drawRow(row)));
  }

  /** Mark a row as the one that is open. */
  choose(row) {
    this.chosen = row;
    this.draw();
  }

  drawRow(row) {
    const open = this.onrow && ((event) => {
      if (event.target.closest("a, button") && !event.target.closest(".pu-rowbutton")) return;
      for (const other of this.bodyNode.querySelectorAll(".pu-chosen")) other.classList.remove("pu-chosen");
      event.currentTarget.closest("tr").classList.add("pu-chosen");
      this.chosen = row;
      this.onrow(row);
    });
    return h("tr", { cls: `${this.onrow ? "pu-open" : ""}${row === this.chosen ? " pu-chosen" : ""}`, onclick: open || undefined }, this.columns.map((column, i) => {
      const shown = column.show ? column.show(row) : row[column.key];
      const cell = i === 0 && this.onrow ? h("button", { type: "button", cls: "pu-rowbutton" }, shown ?? "–") : shown ?? "";
      return h("td", { cls: column.kind === "number" ? "pu-n" : "", "data-label": column.title }, cell);
    }));
  }
}

/** A box that filters a table by words in any of its fields. */
export function searchBox(label, onwords) {
  return h("label", { cls: "pu-field" }, h("span", { text: label }),
    h("input", { type: "search", autocomplete: "off", oninput: debounce((event) => onwords(fold(event.target.value).split(/\s+/).filter(Boolean)), 120) }));
}

export function choiceBox(label, values, onchoice, chosen = "") {
  return h("label", { cls: "pu-field" }, h("span", { text: label }),
    h("select", { onchange: (event) => onchoice(event.target.value) }, h("option", { value: "", text: t("table.all") }), values.map(([value, text]) => h("option", { value, text, selected: value === chosen }))));
}
