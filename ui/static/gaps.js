// Gaps: one claim, two populations, sorted by how far apart they are.

import { busy, problem, recall, t } from "./core.js";
import { csv, fold, h, put, save } from "./dom.js";
import { drawing, dumbbell, toPng } from "./chart.js";
import { Reader } from "./reader.js";
import { choiceBox, searchBox } from "./table.js";

export function mount(panel) {
  const list = h("div", { cls: "pu-gaps" });
  const source = h("section", { cls: "pu-source", "aria-label": t("ask.source") });
  const tools = h("div", { cls: "pu-filters" });
  const count = h("p", { cls: "pu-count", role: "status" });
  put(panel, h("div", { cls: "pu-intro" }, h("h1", { text: t("gaps.title") }), h("p", { text: t("gaps.lead") })), tools,
    h("div", { cls: "pu-pair" }, h("section", { "aria-label": t("gaps.title") }, count, list), source));
  const reader = new Reader(source, { empty: t("gaps.empty_source") });
  let pairs = [];
  const chosen = { words: [], role: "", study: "" };

  const visible = () => pairs.filter((pair) => {
    const text = fold([pair.claim, pair.study, pair.topic, ...pair.dots.map((dot) => dot.population)].join(" "));
    return chosen.words.every((word) => text.includes(word)) &&
      (!chosen.role || pair.dots.some((dot) => dot.population === chosen.role)) && (!chosen.study || pair.study === chosen.study);
  });

  function draw() {
    const rows = visible();
    count.textContent = t("gaps.count", { n: rows.length });
    put(list, rows.length ? rows.map((pair) => dumbbell(pair, open)) : h("p", { cls: "pu-empty", text: t("gaps.none") }));
  }

  function open(dot) {
    const pair = pairs.find((one) => one.dots.includes(dot));
    const other = pair.dots.find((one) => one !== dot);
    const marks = [{ start: dot.start, end: dot.end, level: "strong" }];
    if (other.article === dot.article && other.start !== dot.start) marks.push({ start: other.start, end: other.end, level: "light" });
    reader.show(dot.article, marks);
    if (!matchMedia("(min-width: 900px)").matches) source.scrollIntoView({ block: "start" });
  }

  async function load() {
    busy(list);
    try {
      pairs = (await recall("gaps", "gaps")).pairs;
    } catch (error) {
      put(list, problem(error));
      return;
    }
    const roles = [...new Set(pairs.flatMap((pair) => pair.dots.map((dot) => dot.population)))].sort();
    const studies = [...new Set(pairs.map((pair) => pair.study).filter(Boolean))].sort();
    const asText = (rows) => csv([[t("figures.claim"), t("gaps.first"), t("figures.value"), t("gaps.second"), t("figures.value"), t("gaps.gap_title"), t("figures.study"), t("figures.year")],
      ...rows.map((pair) => [pair.claim, ...pair.dots.flatMap((dot) => [dot.population, dot.value]), pair.gap, pair.study, pair.year])]);
    const button = (key, act) => h("button", { type: "button", cls: "pu-quiet", text: t(key), onclick: act });
    put(tools, searchBox(t("table.search"), (words) => { chosen.words = words; draw(); }),
      choiceBox(t("gaps.role"), roles.map((role) => [role, role]), (value) => { chosen.role = value; draw(); }),
      choiceBox(t("figures.study"), studies.map((study) => [study, study]), (value) => { chosen.study = value; draw(); }),
      h("div", { cls: "pu-actions" },
        button("gaps.csv", () => save("brechas.csv", asText(visible()), "text/csv")),
        button("gaps.svg", () => save("brechas.svg", drawing(visible().slice(0, 30), t("gaps.title")), "image/svg+xml")),
        button("gaps.png", async () => save("brechas.png", await toPng(drawing(visible().slice(0, 30), t("gaps.title"))), "image/png"))));
    draw();
    if (pairs.length && matchMedia("(min-width: 900px)").matches) open(pairs[0].dots[0]);
  }

  load();
  return { refresh: load };
}

