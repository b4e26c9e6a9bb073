// Gaps: one claim, two populations or two years, sorted by how far apart they are.

import { busy, downloads, problem, recall, reveal, t, wide } from "./core.js";
import { fold, h, put, save } from "./dom.js";
import { drawing, dumbbell, toPng } from "./chart.js";
import { Reader } from "./reader.js";
import { choiceBox, searchBox } from "./table.js";

// A drawing of more rows than this fits no slide.
const MOST_DRAWN = 30;

export function mount(panel) {
  const list = h("div", { cls: "pu-gaps" });
  const source = h("section", { cls: "pu-source", "aria-label": t("ask.source") });
  const tools = h("div", { cls: "pu-filters" });
  const count = h("p", { cls: "pu-count", role: "status" });
  put(panel, h("div", { cls: "pu-intro" }, h("h1", { text: t("gaps.title") }), h("p", { text: t("gaps.lead") })), tools,
    h("div", { cls: "pu-pair" }, h("section", { "aria-label": t("gaps.title") }, count, list), source));
  const reader = new Reader(source, { empty: t("gaps.empty_source") });
  let pairs = [];
  let chosen;

  const reset = () => { chosen = { words: [], role: "", study: "", title: "", year: "" }; };

  const visible = () => pairs.filter((pair) => {
    const text = fold([pair.claim, pair.study, pair.title, pair.section, ...pair.quotes, ...pair.dots.map((dot) => dot.side)].join(" "));
    return chosen.words.every((word) => text.includes(word)) &&
      (!chosen.role || pair.dots.some((dot) => dot.population === chosen.role)) &&
      ["study", "title", "year"].every((key) => !chosen[key] || String(pair[key]) === chosen[key]);
  });

  function draw() {
    const rows = visible();
    count.textContent = t(rows.length === 1 ? "gaps.count_one" : "gaps.count", { n: rows.length });
    put(list, rows.length ? rows.map((pair) => dumbbell(pair, (dot) => open(pair, dot), { told: true })) : h("p", { cls: "pu-empty", text: t("gaps.none") }));
  }

  function open(pair, dot) {
    const marks = [{ start: dot.start, end: dot.end, level: "strong" }];
    for (const other of pair.dots) {
      if (other !== dot && other.article === dot.article && other.start !== dot.start) marks.push({ start: other.start, end: other.end, level: "light" });
    }
    reader.show(dot.article, marks);
    reveal(source);
  }

  /** What is taken away as a table: both sides with their sentences, and where they stand. */
  const rows = () => [
    [t("figures.claim"), t("gaps.first"), t("figures.value"), t("gaps.second"), t("figures.value"), t("gaps.gap_title"), t("gaps.unit"), t("figures.study"), t("figures.year"), t("figures.article"), t("gaps.quote"), t("gaps.conflict_title")],
    ...visible().map((pair) => [
      pair.claim, ...pair.dots.flatMap((dot) => [dot.side, dot.value]), pair.gap, t(`unit_names.${pair.unit}`), pair.study, pair.year, pair.title, pair.quotes.join(" […] "),
      pair.dots.flatMap((dot) => dot.conflicts.map((other) => other.title)).join("; "),
    ]),
  ];

  async function load() {
    busy(list);
    try {
      pairs = (await recall("gaps", "gaps")).pairs;
    } catch (error) {
      put(list, problem(error));
      return;
    }
    reset();
    const values = (of) => [...new Set(pairs.flatMap(of).filter(Boolean).map(String))].sort((a, b) => a.localeCompare(b)).map((value) => [value, value]);
    const choose = (key, title, of) => choiceBox(title, values(of), (value) => { chosen[key] = value; draw(); });
    const picture = () => drawing(visible().slice(0, MOST_DRAWN), t("gaps.title"));
    const button = (text, act) => h("button", { type: "button", cls: "pu-quiet", text, onclick: act });
    put(tools, searchBox(t("table.search"), (words) => { chosen.words = words; draw(); }),
      choose("role", t("gaps.role"), (pair) => pair.dots.map((dot) => dot.population)),
      choose("study", t("figures.study"), (pair) => pair.study),
      choose("title", t("figures.article"), (pair) => pair.title),
      choose("year", t("figures.year"), (pair) => pair.year),
      h("div", { cls: "pu-actions", role: "group", "aria-label": t("table.take") },
        button("PNG", async () => save("brechas.png", await toPng(picture()), "image/png")),
        button("SVG", () => save("brechas.svg", picture(), "image/svg+xml")),
        downloads("brechas", rows)));
    draw();
    if (pairs.length && wide()) open(pairs[0], pairs[0].dots[0]);
  }

  load();
  return { refresh: load };
}

