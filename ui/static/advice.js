// Advice: what several articles recommend, who gives it, to whom, and on how many sources.

import { busy, downloads, formatNumber, problem, recall, reveal, t, wide } from "./core.js";
import { fold, h, put } from "./dom.js";
import { Reader } from "./reader.js";
import { choiceBox, searchBox } from "./table.js";

const PAGE = 50;

export function mount(panel) {
  const list = h("ol", { cls: "pu-advicelist" });
  const more = h("button", { type: "button", cls: "pu-quiet", text: t("table.more"), hidden: true, onclick: () => { shown += PAGE; draw(); } });
  const source = h("section", { cls: "pu-source", "aria-label": t("ask.source") });
  const tools = h("div", { cls: "pu-filters" });
  const count = h("p", { cls: "pu-count", role: "status" });
  put(panel, h("div", { cls: "pu-intro" }, h("h1", { text: t("advice.title") }), h("p", { text: t("advice.lead") })), tools,
    h("div", { cls: "pu-pair" }, h("section", { "aria-label": t("advice.title") }, count, list, more), source));
  const reader = new Reader(source, { empty: t("advice.empty_source") });
  let groups = [];
  let shown = PAGE;
  let chosen = { words: [], to: "", by: "", title: "", sources: "" };

  const visible = () => groups.filter((group) => {
    const text = fold([...group.to, ...group.by, ...group.members.flatMap((one) => [one.text, one.quote, one.title])].join(" "));
    return chosen.words.every((word) => text.includes(word)) && (!chosen.to || group.to.includes(chosen.to)) && (!chosen.by || group.by.includes(chosen.by)) &&
      (!chosen.title || group.members.some((one) => one.title === chosen.title)) && group.sources >= Number(chosen.sources || 1);
  });

  function open(member, { move = true } = {}) {
    reader.show(member.article, [{ start: member.start, end: member.end, level: "strong" }]);
    if (move) reveal(source);
  }

  const line = (title, values) => values.length > 0 && [h("dt", { text: title }), h("dd", { text: values.join(", ") })];
  const sources = (group) => t(group.sources === 1 ? "advice.source" : "advice.sources", { n: formatNumber(group.sources) });

  function draw() {
    const rows = visible();
    count.textContent = t(rows.length === 1 ? "advice.count_one" : "advice.count", { n: formatNumber(rows.length) });
    more.hidden = rows.length <= shown;
    put(list, rows.length ? rows.slice(0, shown).map((group) => h("li", { cls: "pu-advice" },
      h("p", { cls: "pu-advicetext" }, h("button", { type: "button", cls: "pu-inline", title: t("ask.see_sentence"), onclick: () => open(group.members[0]), text: group.text.replace(/^[\s,;:.]+/, "") })),
      h("dl", { cls: "pu-facts" }, line(t("figures.to"), group.to), line(t("figures.who"), group.by), line(t("figures.told"), [...new Set(group.members.map((one) => one.title))])),
      h("p", { cls: "pu-by" }, h("strong", { text: sources(group) })),
      group.members.length > 1 && h("details", {}, h("summary", { text: t("advice.wordings", { n: group.members.length }) }),
        h("ul", {}, group.members.map((one) => h("li", {}, h("button", { type: "button", cls: "pu-passage", onclick: () => open(one) }, h("q", { cls: "pu-quote", text: one.quote }), h("span", { cls: "pu-by", text: one.title })))))))) : h("li", { cls: "pu-empty", text: t("table.empty") }));
  }

  const rows = () => [
    [t("advice.group"), t("advice.sources_title"), t("figures.advice"), t("figures.who"), t("figures.to"), t("figures.article"), t("gaps.quote")],
    ...visible().flatMap((group, i) => group.members.map((one) => [i + 1, group.sources, one.text, one.by, one.to, one.title, one.quote])),
  ];

  async function load() {
    busy(list);
    try {
      ({ groups } = await recall("advice", "advice"));
    } catch (error) {
      put(list, h("li", {}, problem(error)));
      return;
    }
    chosen = { words: [], to: "", by: "", title: "", sources: "" };
    const set = (key) => (value) => { chosen[key] = value; shown = PAGE; draw(); };
    const values = (of) => [...new Set(groups.flatMap(of))].sort((a, b) => a.localeCompare(b)).map((value) => [value, value]);
    put(tools, searchBox(t("table.search"), set("words")), choiceBox(t("figures.to"), values((group) => group.to), set("to")),
      choiceBox(t("figures.who"), values((group) => group.by), set("by")), choiceBox(t("figures.article"), values((group) => group.members.map((one) => one.title)), set("title")),
      choiceBox(t("advice.sources_title"), [["2", t("advice.several")]], set("sources")),
      h("div", { cls: "pu-actions", role: "group", "aria-label": t("table.take") }, downloads("recomendaciones", rows)));
    draw();
    if (groups.length && wide()) open(groups[0].members[0], { move: false });
  }

  load();
  return { refresh: load };
}
