// Figures and studies, as tables; a row opens the figure's sheet and its sentence.

import { busy, downloads, formatFigure, formatNumber, formatSamples, problem, readAddress, recall, reveal, t, wide, writeAddress } from "./core.js";
import { fold, h, put } from "./dom.js";
import { Reader } from "./reader.js";
import { populationLine, showSheet } from "./sheet.js";
import { Table, choiceBox, searchBox } from "./table.js";

export function mount(panel) {
  const box = h("div", {});
  const sheet = h("section", { cls: "pu-sheet", "aria-label": t("sheet.title"), "aria-live": "polite", hidden: true });
  const source = h("section", { cls: "pu-source", "aria-label": t("ask.source") });
  const tools = h("div", { cls: "pu-filters" });
  const which = h("div", { cls: "pu-switch", role: "group", "aria-label": t("figures.which") });
  put(panel, h("div", { cls: "pu-intro" }, h("h1", { text: t("figures.title") }), h("p", { text: t("figures.lead") })), which, tools,
    h("div", { cls: "pu-pair pu-widetable" }, box, h("div", { cls: "pu-beside" }, sheet, source)));
  const reader = new Reader(source, { empty: t("figures.empty_source") });
  let data = null;
  let view = "statistics";
  let iri = "";

  const read = (place) => reader.show(place.article, [{ start: place.start, end: place.end, level: "strong" }]);

  function open(row, { move = true } = {}) {
    sheet.hidden = view !== "statistics";
    if (view === "statistics") {
      iri = row.iri;
      showSheet(sheet, row.iri, read);
      read(row);
    } else {
      const [first] = row.places;
      if (first) reader.show(first.article, row.places.filter((place) => place.article === first.article).map((place, i) => ({ start: place.start, end: place.end, level: i ? "light" : "strong" })));
    }
    if (move) reveal(view === "statistics" ? sheet : source);
  }

  const clamp = (text, cls = "pu-clamp") => h("span", { cls, text, title: text });
  const views = {
    statistics: () => [
      { key: "value", title: t("figures.value"), kind: "number", show: (row) => h("b", { cls: "pu-valuecell", text: formatFigure(row) }) },
      { key: "population", title: t("figures.population"), show: (row) => row.population && populationLine(row) },
      { key: "says", title: t("figures.claim"), show: (row) => [clamp(row.says, "pu-clamp pu-wideclaim"), row.conflicts > 0 && h("span", { cls: "pu-tag pu-tagwarn", text: t("figures.conflict") })] },
      { key: "study", title: t("figures.study"), show: (row) => clamp(row.study ?? "") },
      { key: "year", title: t("figures.year"), kind: "number", show: (row) => row.year ?? "" },
      { key: "title", title: t("figures.told"), show: (row) => [clamp(row.title, "pu-clamp2"), row.second_hand && h("span", { cls: "pu-tag", text: t("figures.second_hand") })] },
    ],
    studies: () => [
      { key: "name", title: t("figures.study"), show: (row) => row.name || t("figures.unnamed") },
      { key: "by", title: t("figures.by") },
      { key: "year", title: t("figures.year"), kind: "number", show: (row) => row.year ?? "" },
      { key: "samples", title: t("figures.samples"), of: (row) => row.samples[0]?.size ?? 0, show: (row) => clamp(formatSamples(row.samples)), text: (row) => formatSamples(row.samples) },
      { key: "figures", title: t("figures.figures"), kind: "number", show: (row) => formatNumber(row.figures) },
      { key: "title", title: t("figures.told"), show: (row) => clamp(row.title, "pu-clamp2") },
    ],
  };
  // What a table file holds beside the columns shown.
  const more = { statistics: ["unit", "comparator", "value_text", "conducted_by", "quote", "article", "start", "end", "iri"], studies: ["iri"] };
  const filters = { statistics: ["population", "study", "title", "year"], studies: ["by", "year"] };

  function draw() {
    put(which, Object.keys(views).map((name) => h("button", {
      type: "button", "aria-pressed": String(name === view), text: `${t(`figures.${name}`)} · ${formatNumber(data[name].length)}`,
      onclick: () => { view = name; draw(); which.querySelector('[aria-pressed="true"]').focus(); },
    })));
    const rows = data[view];
    const columns = views[view]();
    const table = new Table({ caption: t(`figures.${view}`), columns, rows, onrow: (row) => {
      open(row);
      writeAddress({ tab: "figures", f: view === "statistics" ? row.iri : "" }, { replace: true });
    } });
    const chosen = { words: [] };
    const apply = () => table.filter((row) => {
      const text = fold(Object.values(row).filter((value) => typeof value !== "object").join(" "));
      return chosen.words.every((word) => text.includes(word)) && filters[view].every((key) => !chosen[key] || String(row[key]) === chosen[key]);
    });
    const values = (key) => [...new Set(rows.map((row) => row[key]).filter(Boolean).map(String))].sort((a, b) => a.localeCompare(b)).map((value) => [value, value]);
    const title = (key) => columns.find((column) => column.key === key).title;
    const set = (key) => (value) => { chosen[key] = value; apply(); };
    put(tools, searchBox(t("table.search"), set("words")), filters[view].map((key) => choiceBox(title(key), values(key), set(key))),
      h("div", { cls: "pu-actions", role: "group", "aria-label": t("table.take") }, downloads(`puente-${t(`figures.${view}`).toLowerCase()}`, () => [
        [...columns.map((column) => column.title), ...more[view].map((key) => t(`columns.${key}`))],
        ...table.visible().map((row) => [...columns.map((column) => (column.text ? column.text(row) : row[column.key])), ...more[view].map((key) => row[key])]),
      ])));
    put(box, table.node);
    // Beside a table on a wide screen there is room for the first sentence at once.
    const first = (view === "statistics" && rows.find((row) => row.iri === iri)) || rows[0];
    if (first && (wide() || first.iri === iri)) {
      open(first, { move: false });
      table.choose(first);
    }
  }

  async function load() {
    busy(box);
    try {
      data = await recall("figures", "tables");
      iri = readAddress().f ?? "";
      draw();
    } catch (error) {
      put(box, problem(error));
    }
  }

  const loaded = load();
  return {
    async open(address) {
      await loaded;
      if (!address.f || address.f === iri || !data) return;
      [view, iri] = ["statistics", address.f];
      draw();
    },
    address: () => (iri && view === "statistics" ? { f: iri } : {}),
    refresh: load,
  };
}
