// An article as it was read, block by block, with places in it marked.

import { formatDate, go, problem, busy, recall, t } from "./core.js";
import { h, put, scrollInto } from "./dom.js";

const TAGS = { title: "h3", heading: "h4", byline: "p", paragraph: "p", list_item: "li", quote: "blockquote", boilerplate: "p" };

/** Cut by code points, which is how the server counts; JavaScript counts UTF-16 units. */
export function slicer(text) {
  const points = Array.from(text);
  if (points.length === text.length) return (start, end) => text.slice(start, end);
  return (start, end) => points.slice(start, end).join("");
}

/** The line that says who published an article, and when. */
export function byline(article) {
  return [article.publisher, formatDate(article.published), (article.authors ?? []).join(", ")].filter(Boolean).join(" · ");
}

export class Reader {
  /** `empty` is what is shown before an article is chosen. */
  constructor(box, { empty = "", heading = "h2", link = true } = {}) {
    this.box = box;
    this.heading = heading;
    this.link = link;
    this.article = null;
    this.asked = 0;
    put(box, h("p", { cls: "pu-empty", text: empty }));
  }

  /**
   * Show an article with marks: [{start, end, level: "strong"|"light"|kind, marker, label, iri}].
   * The first strong mark, or else the first light one, is scrolled to.
   */
  async show(id, marks = [], { onmark } = {}) {
    const asked = ++this.asked;
    if (this.article?.id !== id) {
      const slow = setTimeout(() => asked === this.asked && busy(this.box), 250);
      try {
        const reply = await recall("articles", "read", { id });
        if (asked !== this.asked) return;
        this.article = reply.article;
      } catch (error) {
        if (asked === this.asked) put(this.box, problem(error));
        return;
      } finally {
        clearTimeout(slow);
      }
    }
    this.draw(marks, onmark);
  }

  draw(marks, onmark) {
    const { article } = this;
    const slice = slicer(article.text);
    this.body = h("div", { cls: "pu-text", lang: article.language, tabindex: 0, role: "region", "aria-label": t("reader.text_of", { title: article.title }) });
    let list = null;
    for (const [kind, start, end] of article.blocks) {
      const node = h(TAGS[kind] ?? "p", { cls: `pu-block pu-${kind}` });
      if (kind === "boilerplate") node.title = t("reader.boilerplate");
      this.fillBlock(node, slice, start, end, marks, onmark);
      if (kind === "list_item") {
        list ??= this.body.appendChild(h("ul", { cls: "pu-list" }));
        list.append(node);
      } else {
        list = null;
        this.body.append(node);
      }
    }
    const open = this.link && h("button", { type: "button", cls: "pu-quiet", text: t("reader.open_whole"), onclick: () => go("articles", { a: article.id }) });
    put(this.box,
      h("header", { cls: "pu-readhead" },
        h(this.heading, { cls: "pu-readtitle", text: article.title }),
        h("p", { cls: "pu-by" }, byline(article) || t("reader.no_date"), article.digest && h("span", { cls: "pu-tag", text: t("reader.digest") })),
        open),
      this.body);
    const target = this.body.querySelector(".pu-strong") ?? this.body.querySelector(".pu-light");
    if (target) scrollInto(this.body, target);
    else this.body.scrollTop = 0;
  }

  fillBlock(node, slice, start, end, marks, onmark) {
    const here = marks.filter((mark) => mark.start < end && mark.end > start);
    const cuts = new Set([start, end]);
    for (const mark of here) {
      cuts.add(Math.max(start, mark.start));
      cuts.add(Math.min(end, mark.end));
    }
    const places = [...cuts].sort((a, b) => a - b);
    for (let i = 0; i + 1 < places.length; i++) {
      const [from, to] = [places[i], places[i + 1]];
      const over = here.filter((mark) => mark.start <= from && mark.end >= to);
      const text = slice(from, to);
      if (!over.length) {
        node.append(h("span", { text }));
        continue;
      }
      const first = over.find((mark) => mark.start === from && mark.marker);
      const part = h("mark", { cls: ["pu-mark", ...over.map((mark) => `pu-${mark.level}`)].join(" "), text });
      if (first) part.prepend(h("span", { cls: "pu-marker", "aria-label": t("ask.source_n", { n: first.marker }), text: first.marker }));
      const labels = over.map((mark) => mark.label).filter(Boolean);
      if (labels.length) part.title = labels.join("\n");
      if (onmark) part.addEventListener("click", () => onmark(over));
      node.append(part);
    }
  }
}

/** A quotation with its place, ready for a report. */
export function cite(citation, style) {
  const where = [citation.title, citation.publisher, formatDate(citation.published)].filter(Boolean).join(", ");
  if (style === "apa") {
    const who = (citation.authors?.length ? citation.authors.join(", ") : citation.publisher) || citation.title;
    const date = citation.published ? formatDate(citation.published) : t("cite.no_date");
    const rest = [citation.title, citation.publisher].filter((part) => part && part !== who).map((part) => ` ${part}.`);
    return `${who} (${date}).${rest.join("")}`;
  }
  if (style === "bibtex") {
    const clean = (text) => String(text ?? "").replace(/[{}\\]/g, "");
    const fields = [
      ["title", `{${clean(citation.title)}}`], ["author", (citation.authors ?? []).map(clean).join(" and ")],
      ["publisher", clean(citation.publisher)], ["year", String(citation.published ?? "").slice(0, 4)],
      ["note", `«${clean(citation.quote)}» (char=${citation.start},${citation.end})`],
    ].filter(([, value]) => value);
    return `@misc{${clean(citation.article)}_${citation.start},\n${fields.map(([key, value]) => `  ${key} = {${value}}`).join(",\n")}\n}`;
  }
  return `«${citation.quote}» (${where})`;
}

