// Why an answer: what found each sentence that it cites, and the query that finds its facts.

import { formatNumber, go, t } from "./core.js";
import { h } from "./dom.js";

// Ways of searching that say something to a person.
const CHANNELS = ["lexical", "grams", "dense", "contextual", "maxsim", "coverage", "ranker", "cross"];

const hundredth = (share) => formatNumber(Math.round(share * 100));
const decimal = (value) => formatNumber(Math.round(value * 100) / 100);

const folded = (word) => word.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** A word as the question writes it: search knows it without accents and capitals. */
function asWritten(word, question) {
  return question.match(/[\p{L}\p{N}]+/gu)?.find((one) => folded(one) === folded(word)) ?? word;
}

/** What found one sentence, as pairs of a name and words. */
function reasons({ lexical, dense, graph, confidence }, question) {
  const written = (words) => words.map((word) => asWritten(word, question));
  // what only says where a figure is from does not answer by itself
  const rows = confidence < 0.01 ? [] : [[t("ask.fit"), t("ask.of_hundred", { n: hundredth(confidence) })]];
  for (const [name, words] of [["terms", written(lexical.terms)], ["near", written(lexical.near)], ["roles", lexical.roles]]) {
    if (words.length) rows.push([t(`why.${name}`), words.join(", ")]);
  }
  if (lexical.rank) rows.push([t("channels.lexical"), t("ask.rank", { n: lexical.rank })]);
  if (dense.rank) rows.push([t("channels.dense"), t("ask.rank", { n: dense.rank })]);
  if (graph.length) rows.push([t("channels.graph"), h("ul", {}, graph.map((step) => h("li", {}, step.subject, " — ", h("code", { text: step.predicate }), " → ", step.object)))]);
  return rows;
}

function citations(answer, show) {
  const told = answer.citations.filter((citation) => citation.why);
  return told.length > 0 && h("ol", { cls: "pu-reasons" }, told.map((citation) => h("li", { value: citation.marker },
    h("button", { type: "button", cls: "pu-linkish", text: t("ask.source_n", { n: citation.marker }), title: citation.quote, onclick: () => show(citation.marker) }),
    h("dl", { cls: "pu-facts" }, reasons(citation.why, answer.question).map(([name, words]) => [h("dt", { text: name }), h("dd", {}, words)])))));
}

function query(sparql) {
  return sparql && [
    h("h4", { cls: "pu-sub", text: t("ask.query") }),
    h("pre", { cls: "pu-code", tabindex: 0, role: "region", "aria-label": t("ask.query"), text: sparql }),
    h("button", { type: "button", cls: "pu-quiet", text: t("ask.edit_query"), onclick: () => go("sparql", { sparql }) }),
  ];
}

function passages({ passages: found }) {
  const channels = CHANNELS.filter((name) => found.some((hit) => name in hit.parts));
  return found.length > 0 && h("div", { cls: "pu-scroll", tabindex: 0, role: "region", "aria-label": t("ask.why") }, h("table", { cls: "pu-table" },
    h("thead", {}, h("tr", {}, h("th", { scope: "col", text: t("ask.passage") }), h("th", { scope: "col", text: t("ask.score") }), channels.map((name) => h("th", { scope: "col", text: t(`channels.${name}`) })))),
    h("tbody", {}, found.map((hit) => h("tr", {}, h("td", { cls: "pu-wordy", text: `${hit.text.slice(0, 90)}…` }), h("td", { cls: "pu-n", text: decimal(hit.score) }), channels.map((name) => h("td", { cls: "pu-n", text: name in hit.parts ? decimal(hit.parts[name]) : "–" })))))));
}

export function why(answer, show) {
  return h("details", { cls: "pu-why" }, h("summary", { text: t("ask.why") }),
    h("p", { text: t("ask.confidence", { n: hundredth(answer.confidence) }) }),
    citations(answer, show), query(answer.sparql),
    h("p", { cls: "pu-by", text: t("ask.why_text", { ms: formatNumber(answer.milliseconds) }) }), passages(answer));
}
