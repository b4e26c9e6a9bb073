// The sheet of a figure: all that is needed to defend it before a client.

import { copyText, formatFigure, formatNumber, formatSamples, problem, recall, t } from "./core.js";
import { h, put } from "./dom.js";
import { conflict, dumbbell } from "./chart.js";
import { cite } from "./reader.js";

const row = (title, value) => value && [h("dt", { text: title }), h("dd", { text: value })];

/** Whose a figure is, and whether its own sentence does not say so: "CIO · por el contexto". */
export function populationLine(fact) {
  const said = fact.population || t("ask.not_told_whose");
  return [said, fact.population && fact.by_context && h("span", { cls: "pu-tag", text: t("ask.by_context") })];
}

/** "de 2012, hace 14 años", or why there is no year to tell. */
export function yearWords(figure) {
  if (figure.year) return figure.age > 0 ? `${figure.year} · ${t(figure.age === 1 ? "ask.age_one" : "ask.age", { n: figure.age })}` : String(figure.year);
  return figure.told_year ? t("ask.told_in", { year: figure.told_year }) : t("ask.not_told");
}

/** The rows that a figure's card and its sheet share. */
export function figureRows(figure) {
  return [
    row(t("ask.study"), figure.study || t("ask.not_told")), row(t("ask.by"), figure.conducted_by !== figure.study && figure.conducted_by), row(t("ask.year"), yearWords(figure)),
    row(t("ask.sample"), formatSamples(figure.samples) || t("ask.not_told")), row(t("ask.teller"), figure.title),
    row(t("ask.written"), differs(figure) && `«${figure.value_text}»`),
  ];
}

/** "uno de cada diez" is worth showing beside "10 %"; "10%" is not. */
const differs = (figure) => figure.value_text && figure.value_text.replace(/\s/g, "") !== formatFigure(figure).replace(/\s/g, "");

/** How many independent sources hold a figure: articles that tell of one study are one. */
function sourceWords(sheet) {
  const articles = new Set([sheet.article, ...sheet.agreeing.map((other) => other.article)]).size;
  const key = articles === 1 ? "source_alone" : sheet.sources === 1 ? "source_one" : "source_count";
  return t(`sheet.${key}`, { n: formatNumber(sheet.sources), articles: formatNumber(articles) });
}

/** Fill `box` with the sheet of the figure `iri`; `open(place)` shows a sentence in its article. */
export async function showSheet(box, iri, open) {
  let sheet;
  try {
    ({ sheet } = await recall("figures", "sheet", { iri }));
  } catch (error) {
    put(box, problem(error));
    return;
  }
  if (!sheet) {
    put(box, h("p", { cls: "pu-empty", text: t("sheet.gone") }));
    return;
  }
  const place = (other) => h("li", {}, h("button", { type: "button", cls: "pu-passage", onclick: () => open(other) },
    h("b", { text: formatFigure(other) }), h("q", { cls: "pu-quote", text: other.quote }), h("span", { cls: "pu-by", text: other.title })));
  put(box,
    h("h2", { cls: "pu-hidden", text: t("sheet.title") }),
    h("p", { cls: "pu-value" }, h("button", { type: "button", cls: "pu-bigvalue", title: t("ask.see_sentence"), onclick: () => open(sheet), text: formatFigure(sheet) })),
    h("p", { cls: "pu-population" }, populationLine(sheet)),
    h("blockquote", { cls: "pu-sheetquote" }, h("q", { text: sheet.quote })),
    h("dl", { cls: "pu-facts" }, figureRows(sheet), row(t("sheet.sources"), sourceWords(sheet)),
      row(t("sheet.read_by"), t("sheet.confidence", { rule: sheet.rule, n: formatNumber(Math.round(100 * sheet.confidence)) }))),
    sheet.warnings.length > 0 && [h("h3", { cls: "pu-sub", text: t("sheet.warnings") }), h("ul", { cls: "pu-warnings" }, sheet.warnings.map((key) => h("li", { text: t(`sheet.warning.${key}`) })))],
    sheet.conflicts.map((other) => conflict(sheet, other, open)),
    sheet.pairs.length > 0 && [h("h3", { cls: "pu-sub", text: t("sheet.pairs") }), sheet.pairs.map((pair) => dumbbell(pair, open))],
    sheet.agreeing.length > 0 && [h("h3", { cls: "pu-sub", text: t("sheet.agreeing") }), h("ul", {}, sheet.agreeing.map(place))],
    h("div", { cls: "pu-actions" },
      h("button", { type: "button", cls: "pu-quiet", text: t("cite.plain"), onclick: (event) => copyText(cite(sheet, "plain"), event.currentTarget) }),
      h("button", { type: "button", cls: "pu-quiet", text: t("sheet.iri"), onclick: (event) => copyText(sheet.iri, event.currentTarget) })));
}
