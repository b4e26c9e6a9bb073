// Articles: the library at the left, the reader with facts marked by kind at the right.

import { busy, formatNumber, problem, recall, t, writeAddress, KINDS } from "./core.js";
import { fold, h, put, scrollInto } from "./dom.js";
import { Reader, byline } from "./reader.js";
import { searchBox } from "./table.js";
import { skippedList, uploadBox } from "./upload.js";

export function mount(panel) {
  const list = h("ul", { cls: "pu-library" });
  const source = h("section", { cls: "pu-source", "aria-label": t("reader.article") });
  const legend = h("div", { cls: "pu-legend", role: "group", "aria-label": t("articles.show") });
  const facts = h("div", { cls: "pu-factlist" });
  const quality = h("p", { cls: "pu-by pu-quality" });
  const tools = h("div", { cls: "pu-filters" });
  const skipped = h("div", {});
  const upload = h("div", {});
  put(panel, h("div", { cls: "pu-intro" }, h("h1", { text: t("articles.title") }), h("p", { cls: "pu-lead2" })),
    h("div", { cls: "pu-pair pu-library-pair" }, h("section", { "aria-label": t("articles.list") }, tools, upload, list, skipped), h("div", {}, legend, quality, source, facts)));
  const reader = new Reader(source, { empty: t("articles.empty_source"), link: false });
  const on = new Set(["statistic", "study", "recommendation"]);
  let rows = [];
  let words = [];
  let shown = null;

  function draw() {
    const kept = rows.filter((row) => words.every((word) => fold(`${row.title} ${row.publisher} ${row.source}`).includes(word)));
    put(list, kept.length ? kept.map((row) => h("li", {}, h("button", {
      type: "button", cls: "pu-articlebutton", "aria-current": String(row.id === shown), data: { article: row.id }, onclick: () => {
        writeAddress({ tab: "articles", a: row.id });
        show(row.id, null);
      },
    }, h("span", { cls: "pu-articletitle", text: row.title }), h("span", { cls: "pu-by", text: byline(row) }),
    h("span", { cls: "pu-counts" }, ["statistics", "studies", "recommendations", "roles"].filter((key) => row.counts[key]).map((key) => h("span", { text: `${formatNumber(row.counts[key])} ${t(`${row.counts[key] === 1 ? "counts_one" : "counts"}.${key}`)}` })), row.lacks.map((key) => h("span", { cls: "pu-lack", text: t(`articles.lacks.${key}`) })))))) : h("li", { cls: "pu-empty", text: t("table.empty") }));
  }

  async function show(id, place) {
    shown = id;
    for (const button of list.querySelectorAll("button")) button.setAttribute("aria-current", String(button.dataset.article === id));
    put(legend);
    put(facts);
    put(quality);
    await reader.show(id, place ? [{ ...place, level: "strong" }] : []);
    if (shown !== id || reader.article?.id !== id) return;
    drawFacts(place);
    if (!matchMedia("(min-width: 900px)").matches) legend.scrollIntoView({ block: "start" });
  }

  function drawFacts(place) {
    const { article } = reader;
    const kinds = KINDS.filter((kind) => article.facts.some((fact) => fact.kind === kind));
    const { sentences, left_out: out, share } = article.quality;
    put(quality, t(out ? "articles.quality" : "articles.quality_clean", { sentences: formatNumber(sentences), n: formatNumber(out), share: formatNumber(share) }));
    put(legend, kinds.map((kind) => h("button", {
      type: "button", cls: `pu-key k-${kind}`, "aria-pressed": String(on.has(kind)), onclick: (event) => {
        if (on.has(kind)) on.delete(kind);
        else on.add(kind);
        event.currentTarget.setAttribute("aria-pressed", String(on.has(kind)));
        mark(place);
      },
    }, h("span", { cls: "pu-swatch", "aria-hidden": "true" }), `${t(`kinds.${kind}`)} · ${article.facts.filter((fact) => fact.kind === kind).length}`)));
    mark(place);
  }

  function mark(place) {
    const { article } = reader;
    const visible = article.facts.filter((fact) => on.has(fact.kind));
    const marks = visible.map((fact) => ({ start: fact.start, end: fact.end, level: `fact k-${fact.kind}`, label: `${t(`kinds.${fact.kind}`)}: ${fact.label}` }));
    const top = reader.body?.scrollTop ?? 0;
    reader.draw(place ? [...marks, { ...place, level: "strong" }] : marks);
    if (!place) reader.body.scrollTop = top;
    const listed = visible.filter((fact) => ["statistic", "study", "recommendation"].includes(fact.kind));
    put(facts, listed.length > 0 && h("details", {}, h("summary", { text: t("articles.facts", { n: listed.length }) }),
      h("ul", {}, listed.map((fact) => h("li", {}, h("button", { type: "button", cls: `pu-linkish k-${fact.kind}`, onclick: () => {
        reader.draw([...marks, { start: fact.start, end: fact.end, level: "strong" }]);
        scrollInto(reader.body, reader.body.querySelector(".pu-strong"));
      } }, h("span", { cls: "pu-swatch", "aria-hidden": "true" }), fact.label))))));
  }

  async function load() {
    busy(list);
    try {
      const reply = await recall("articles", "list");
      rows = reply.articles;
      panel.querySelector(".pu-lead2").textContent = t("articles.lead", { n: formatNumber(rows.length) });
      put(tools, searchBox(t("table.search"), (found) => { words = found; draw(); }));
      put(skipped, reply.skipped.length > 0 && h("details", { cls: "pu-skipped" }, h("summary", { text: t("articles.skipped", { n: reply.skipped.length }) }), skippedList(reply.skipped)));
      // Kept as it is through a refresh: it tells how its own build went.
      if (reply.upload && !upload.firstChild) upload.append(uploadBox(() => window.dispatchEvent(new Event("puente:check"))));
      draw();
    } catch (error) {
      put(list, h("li", {}, problem(error)));
    }
  }

  const loaded = load();
  return {
    async open(address) {
      await loaded;
      if (address.a) {
        const [start, end] = (address.at ?? "").split("-").map(Number);
        await show(address.a, end ? { start, end } : null);
      } else if (!shown && rows.length && matchMedia("(min-width: 900px)").matches) {
        await show(rows[0].id, null);
      }
    },
    address: () => (shown ? { a: shown } : {}),
    async refresh() {
      reader.article = null;
      await load();
      if (shown) show(shown, null);
    },
  };
}
