// Figures and studies, as tables; a row opens the sentence that it was read from.

import { busy, formatFigure, formatNumber, formatSamples, problem, recall, t } from "./core.js";
import { csv, fold, h, put, save } from "./dom.js";
import { Reader } from "./reader.js";
import { Table, choiceBox, searchBox } from "./table.js";

export function mount(panel) {
  const box = h("div", {});
  const source = h("section", { cls: "pu-source", "aria-label": t("ask.source") });
  const tools = h("div", { cls: "pu-filters" });
  const which = h("div", { cls: "pu-switch", role: "group", "aria-label": t("figures.which") });
  put(panel, h("div", { cls: "pu-intro" }, h("h1", { text: t("figures.title") }), h("p", { text: t("figures.lead") })), which, tools,
    h("div", { cls: "pu-pair pu-widetable" }, box, source));
  const reader = new Reader(source, { empty: t("figures.empty_source") });
  let data = null;
  let view = "statistics";

  const open = (row) => {
    const places = row.places ?? [{ article: row.article, start: row.start, end: row.end }];
    const first = places[0];
    reader.show(first.article, places.filter((place) => place.article === first.article).map((place, i) => ({ start: place.start, end: place.end, level: i ? "light" : "strong" })));
    if (!matchMedia("(min-width: 900px)").matches) source.scrollIntoView({ block: "start" });
  };

  const views = {
    statistics: () => [
      { key: "value", title: t("figures.value"), kind: "number", show: (row) => h("b", { cls: "pu-valuecell", text: formatFigure(row) }) },
      { key: "population", title: t("figures.population") },
      { key: "claim", title: t("figures.claim"), show: (row) => h("span", { cls: "pu-clamp pu-wideclaim", text: row.claim }) },
      { key: "study", title: t("figures.study"), show: (row) => h("span", { cls: "pu-clamp", text: `${row.study ?? ""}${row.year ? ` (${row.year})` : ""}`, title: row.study }) },
      { key: "title", title: t("figures.article"), show: (row) => h("span", { cls: "pu-clamp2", text: row.title }) },
    ],
    studies: () => [
      { key: "name", title: t("figures.study"), show: (row) => row.name || t("figures.unnamed") },
      { key: "by", title: t("figures.by") },
      { key: "year", title: t("figures.year"), kind: "number", show: (row) => row.year ?? "" },
      { key: "samples", title: t("figures.samples"), of: (row) => row.samples[0]?.size ?? 0, show: (row) => h("span", { cls: "pu-clamp", text: formatSamples(row.samples) }) },
      { key: "figures", title: t("figures.figures"), kind: "number", show: (row) => formatNumber(row.figures) },
      { key: "title", title: t("figures.told"), show: (row) => h("span", { cls: "pu-clamp2", text: row.title }) },
    ],
    recommendations: () => [
      { key: "text", title: t("figures.advice"), show: (row) => h("span", { text: row.text }) },
      { key: "by", title: t("figures.who") },
      { key: "to", title: t("figures.to") },
      { key: "title", title: t("figures.article"), show: (row) => h("span", { cls: "pu-clamp2", text: row.title }) },
    ],
  };

  function draw() {
    put(which, Object.keys(views).map((name) => h("button", {
      type: "button", "aria-pressed": String(name === view), text: `${t(`figures.${name}`)} · ${formatNumber(data[name].length)}`,
      onclick: () => { view = name; draw(); which.querySelector('[aria-pressed="true"]').focus(); },
    })));
    const rows = data[view];
    const columns = views[view]();
    const table = new Table({ caption: t(`figures.${view}`), columns, rows, onrow: open });
    const chosen = { words: [], population: "", study: "", article: "" };
    const apply = () => table.filter((row) => {
      const text = fold(Object.values(row).filter((value) => typeof value !== "object").join(" "));
      return chosen.words.every((word) => text.includes(word)) && ["population", "study", "article"].every((key) => !chosen[key] || row[key] === chosen[key]);
    });
    const values = (key) => [...new Set(rows.map((row) => row[key]).filter(Boolean))].sort((a, b) => a.localeCompare(b)).map((value) => [value, value]);
    const titles = [...new Map(rows.map((row) => [row.article, row.title]))];
    const set = (key) => (value) => { chosen[key] = value; apply(); };
    put(tools, searchBox(t("table.search"), set("words")),
      view === "statistics" && choiceBox(t("figures.population"), values("population"), set("population")),
      view === "statistics" && choiceBox(t("figures.study"), values("study"), set("study")),
      choiceBox(t("figures.article"), titles, set("article")),
      h("div", { cls: "pu-actions" }, h("button", { type: "button", cls: "pu-quiet", text: t("table.csv"), onclick: () => {
        const keys = [...columns.map((column) => column.key), ...(view === "statistics" ? ["unit", "comparator", "value_text", "quote", "iri"] : ["iri"])];
        save(`puente-${view}.csv`, csv([keys, ...table.visible().map((row) => keys.map((key) => row[key]))]), "text/csv");
      } })));
    put(box, table.node);
    // Beside a table on a wide screen there is room for the first sentence at once.
    if (matchMedia("(min-width: 900px)").matches) table.bodyNode.querySelector(".pu-rowbutton")?.click();
  }

  async function load() {
    busy(box);
    try {
      data = await recall("figures", "tables");
      draw();
    } catch (error) {
      put(box, problem(error));
    }
  }

  load();
  return { refresh: load };
}
