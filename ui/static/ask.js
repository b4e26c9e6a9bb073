// Ask: question, answer with numbered citations at the left, the source at the right.

import { busy, call, copyText, formatFigure, go, lang, problem, readAddress, recall, reveal, t, wide, writeAddress } from "./core.js";
import { h, put } from "./dom.js";
import { Reader, byline, cite } from "./reader.js";
import { comparison, conflict, dumbbell } from "./chart.js";
import { dossier } from "./dossier.js";
import { figureRows, populationLine } from "./sheet.js";
import { Narrowing } from "./scope.js";
import { why } from "./why.js";

const MOST_PAST = 20; // questions of one session that are kept at hand

export function mount(panel) {
  const input = h("input", {
    id: "pu-question", type: "search", name: "q", autocomplete: "off", maxlength: 2000,
    placeholder: t("ask.placeholder"), enterkeyhint: "search", spellcheck: "true",
  });
  const button = h("button", { type: "submit", cls: "pu-primary", text: t("ask.button") });
  const form = h("form", { cls: "pu-ask", role: "search", onsubmit: (event) => {
    event.preventDefault();
    run(input.value);
  } }, h("label", { for: "pu-question", cls: "pu-hidden", text: t("ask.label") }), input, button);
  const examples = h("div", { cls: "pu-examples" });
  const answerBox = h("section", { cls: "pu-answer", "aria-label": t("ask.answer"), "aria-live": "polite" });
  const sourceBox = h("section", { cls: "pu-source", id: "pu-source", "aria-label": t("ask.source") });
  const grid = h("div", { cls: "pu-pair" }, answerBox, sourceBox);
  const narrowing = new Narrowing(t("ask.narrow"), "pu-scope", () => current && run(current));
  put(panel, h("h1", { cls: "pu-hidden", text: t("tabs.ask") }), form, narrowing.node, examples, grid);

  const past = [];
  let reader = null;
  let asked = 0;
  let current = "";

  function reset() {
    grid.hidden = true;
    examples.hidden = false;
    current = "";
  }

  async function run(question, { remember = true, how = "ask" } = {}) {
    question = question.trim();
    if (!question) {
      asked += 1; // what is still on its way comes too late
      button.disabled = false;
      reset();
      writeAddress({ ...narrowing.scope });
      input.focus();
      return;
    }
    const turn = ++asked;
    const before = current;
    current = question;
    input.value = question;
    if (remember) writeAddress({ q: question, ...narrowing.scope });
    grid.hidden = false;
    examples.hidden = true;
    button.disabled = true;
    const slow = setTimeout(() => busy(answerBox, t("ask.searching")), 200);
    try {
      const reply = await call("ask", how, { question, before, lang, scope: narrowing.scope });
      if (turn !== asked) return;
      clearTimeout(slow);
      // "¿Y de los CMO?" is answered as the whole question that it stands for, and shown so.
      current = input.value = reply.answer.question;
      if (current !== question) writeAddress({ q: current, ...narrowing.scope }, { replace: true });
      past.unshift(current);
      draw(reply.answer);
    } catch (error) {
      clearTimeout(slow);
      if (turn === asked) put(answerBox, problem(error));
    } finally {
      if (turn === asked) button.disabled = false;
    }
  }

  function draw(answer) {
    reader = new Reader(sourceBox, { empty: t("ask.no_source") });
    const chips = [];
    const show = (marker, { move = true } = {}) => {
      const chosen = answer.citations.find((citation) => citation.marker === marker);
      if (!chosen) return;
      for (const chip of chips) chip.setAttribute("aria-pressed", String(chip.dataset.marker === String(marker)));
      const marks = answer.citations.filter((citation) => citation.article === chosen.article).map((citation) => ({
        start: citation.start, end: citation.end, marker: citation.marker, level: citation === chosen ? "strong" : "light",
      }));
      reader.show(chosen.article, marks);
      if (move) reveal(sourceBox);
    };
    const chip = (marker, cls = "pu-chip") => {
      const citation = answer.citations.find((one) => one.marker === marker);
      const node = h("button", {
        type: "button", cls, data: { marker }, "aria-pressed": "false", "aria-controls": "pu-source",
        "aria-label": t("ask.open_source", { n: marker, title: citation?.title ?? "" }), title: citation?.quote, text: marker,
        onclick: () => show(marker),
      });
      chips.push(node);
      return node;
    };
    const openPlace = (place) => {
      for (const one of chips) one.setAttribute("aria-pressed", "false");
      reader.show(place.article, [{ start: place.start, end: place.end, level: "strong" }]);
      reveal(sourceBox);
    };
    // Read aloud first, and printed: the question box itself is not.
    put(answerBox, h("p", { cls: "pu-hidden pu-asked", text: answer.question }), answer.answerable ? found(answer, chip, show, openPlace) : notFound(answer), followUps(answer), alsoRead(answer, openPlace), why(answer, show), report(answer), session());
    if (answer.answerable) show(answer.citations[0]?.marker, { move: false });
    else if (answer.passages.length) {
      const nearest = answer.passages[0];
      reader.show(nearest.article, [{ start: nearest.best[0], end: nearest.best[1], level: "light" }]);
    }
  }

  function found(answer, chip, show, openPlace) {
    const line = ({ item, parts }) => h(item ? "li" : "p", {}, parts.map((part) => (part.marker ? chip(part.marker) : part.text)));
    const prose = (paragraphs, cls) => {
      const lines = [];
      for (const paragraph of paragraphs) {
        const last = lines[lines.length - 1];
        if (!paragraph.item) lines.push(line(paragraph));
        else if (last?.tagName === "UL") last.append(line(paragraph));
        else lines.push(h("ul", {}, line(paragraph)));
      }
      return h("div", { cls, lang: answer.language }, lines);
    };
    const strong = answer.paragraphs.length - answer.weaker;
    return [
      h("h2", { cls: "pu-hidden", text: t("ask.answer") }),
      prose(answer.paragraphs.slice(0, strong), "pu-prose"),
      answer.weaker > 0 && [h("h3", { cls: "pu-weakertitle", text: t("ask.weaker") }), prose(answer.paragraphs.slice(strong), "pu-prose pu-weaker")],
      wording(answer),
      changed(answer),
      answer.notes.map((note) => h("p", { cls: "pu-note", text: t(`ask.notes.${note.key}`, note) })),
      answer.comparisons.length > 0 && comparison(answer.comparisons, answer.question, (dot) => show(dot.citation)),
      answer.cards.length > 0 && h("div", { cls: "pu-cards" }, answer.cards.map((card) => figureCard(card, chip, show, openPlace))),
      sources(answer, show),
    ];
  }

  function figureCard(card, chip, show, openPlace) {
    return h("article", { cls: "pu-card" },
      h("p", { cls: "pu-value" }, h("button", { type: "button", cls: "pu-bigvalue", title: t("ask.see_sentence"), onclick: () => show(card.citation), text: formatFigure(card) }), chip(card.citation)),
      card.population && h("p", { cls: "pu-population" }, populationLine(card)),
      h("p", { cls: "pu-claim", text: card.says || card.label }),
      card.known && [
        h("dl", { cls: "pu-facts" }, figureRows(card)),
        card.second_hand && h("p", { cls: "pu-by" }, h("span", { cls: "pu-tag pu-tagfirst", text: t("figures.second_hand") })),
        card.conflicts.map((other) => conflict(card, other, openPlace)),
        h("button", { type: "button", cls: "pu-quiet", text: t("ask.sheet"), onclick: () => go("figures", { f: card.iri }) }),
      ]);
  }

  function sources(answer, show) {
    const copy = h("div", { cls: "pu-actions" },
      ["plain", "apa", "bibtex"].map((style) => h("button", { type: "button", cls: "pu-quiet", text: t(`cite.${style}`), onclick: (event) => {
        const quotes = answer.citations.map((citation) => cite(citation, style));
        const text = style === "plain" ? `${answer.text}\n\n${quotes.map((quote, i) => `[${answer.citations[i].marker}] ${quote}`).join("\n")}` : [...new Set(quotes)].join("\n\n");
        copyText(text, event.currentTarget);
      } })),
      h("button", { type: "button", cls: "pu-quiet", text: t("cite.link"), onclick: (event) => copyText(permalink(answer), event.currentTarget) }),
      h("button", { type: "button", cls: "pu-quiet", text: t("ask.print"), onclick: () => print() }));
    return [
      h("h3", { cls: "pu-sub", text: t("ask.sources") }),
      h("ol", { cls: "pu-sources" }, answer.citations.map((citation) => h("li", { value: citation.marker },
        h("button", { type: "button", cls: "pu-sourcebutton", data: { source: citation.marker }, onclick: () => show(citation.marker) },
          h("span", { cls: "pu-num", "aria-hidden": "true", text: citation.marker }),
          h("span", {}, !answer.text.includes(citation.quote) && h("q", { cls: "pu-quote", text: citation.quote }), h("span", { cls: "pu-by" }, citation.title, " — ", byline(citation) || t("reader.no_date"))))))),
      copy,
    ];
  }

  /** The address that asks the same again, and knows whether the base still is the one that answered. */
  function permalink(answer) {
    const query = new URLSearchParams({ q: answer.question, ...narrowing.scope, g: answer.generation });
    if (lang !== "es") query.set("lang", lang);
    return `${location.origin}${location.pathname}?${query}`;
  }

  /** A link may be older than the base: the same question may have another answer now. */
  function changed(answer) {
    const { g } = readAddress();
    return g && g !== answer.generation && h("p", { cls: "pu-note", text: t("ask.changed") });
  }

  function notFound(answer) {
    return [
      changed(answer),
      h("div", { cls: "pu-none" },
        h("h2", { text: t("ask.none_title") }),
        h("p", { text: answer.text || t("ask.none_text") }),
        answer.passages.length > 0 && h("p", { cls: "pu-by", text: t("ask.none_near") })),
    ];
  }

  function alsoRead(answer, openPlace) {
    const cited = (hit) => answer.citations.some((one) => one.article === hit.article && one.start < hit.end && one.end > hit.start);
    const rest = answer.passages.filter((hit) => !answer.answerable || !cited(hit));
    if (!rest.length) return null;
    return h("details", { cls: "pu-also", open: !answer.answerable },
      h("summary", { text: t(answer.answerable ? "ask.also" : "ask.nearest", { n: rest.length }) }),
      h("ul", {}, rest.map((hit) => h("li", {}, h("button", { type: "button", cls: "pu-passage", onclick: () => openPlace({ article: hit.article, start: hit.best[0], end: hit.best[1] }) },
        h("span", { cls: "pu-by", text: [hit.title, ...hit.heading].join(" › ") }), h("span", { cls: "pu-clamp", text: hit.text }))))));
  }

  /** Who worded the answer; where a language model could, a way to let it. */
  function wording(answer) {
    if (answer.writing) {
      const { by, model, problem: why } = answer.writing;
      const how = by === "model" ? "model" : why ? "fallback" : "not_asked";
      return h("p", { cls: "pu-note pu-writing", text: t(`writing.${how}`, { model, problem: why }) });
    }
    if (!answer.writer) return null;
    const { model, url } = answer.writer;
    return h("p", { cls: "pu-by pu-writing" },
      h("button", { type: "button", cls: "pu-quiet", text: t("ask.word", { model }), onclick: () => run(answer.question, { how: "word" }) }), " ",
      t("ask.word_sends", { url }));
  }

  function followUps(answer) {
    if (!answer.follow_ups.length) return null;
    return h("div", { cls: "pu-follow" }, h("h3", { cls: "pu-sub", text: t("ask.follow") }),
      h("div", { cls: "pu-chips" }, answer.follow_ups.map((question) => h("button", { type: "button", cls: "pu-example", text: question, onclick: () => run(question) }))));
  }

  // What was asked, in its order; a question that found nothing does not take the others away.
  function report(answer) {
    const questions = [...earlier().reverse(), ...(answer.answerable ? [current] : [])];
    return questions.length > 0 && dossier(questions, narrowing.scope);
  }

  const earlier = () => [...new Set(past)].filter((question) => question !== current).slice(0, MOST_PAST);

  function session() {
    const others = earlier();
    if (!others.length) return null;
    return h("details", { cls: "pu-past" }, h("summary", { text: t("ask.session", { n: others.length }) }),
      h("ul", {}, others.map((question) => h("li", {}, h("button", { type: "button", cls: "pu-linkish", text: question, onclick: () => run(question) })))));
  }

  async function drawExamples() {
    try {
      const { questions } = await recall("ask", "examples", { lang });
      put(examples, h("p", { cls: "pu-lead", text: t("ask.lead") }),
        questions.length > 0 && h("h2", { cls: "pu-sub", text: t("ask.examples") }),
        h("div", { cls: "pu-chips" }, questions.map((question) => h("button", { type: "button", cls: "pu-example", text: question, onclick: () => run(question) }))));
      const { pairs } = await recall("gaps", "gaps");
      if (pairs.length) {
        examples.append(h("h2", { cls: "pu-sub", text: t("ask.gaps") }), h("div", { cls: "pu-gaprow" }, pairs.slice(0, 3).map((pair) => dumbbell(pair, () => go("gaps"), { told: true }))));
      }
    } catch {
      put(examples, h("p", { cls: "pu-lead", text: t("ask.lead") }));
    }
  }

  reset();
  narrowing.draw();
  drawExamples();
  return {
    open(address) {
      const other = narrowing.take(address);
      if (address.q && (other || address.q !== current)) run(address.q, { remember: false });
      else if (!address.q) {
        input.value = "";
        reset();
        if (wide()) input.focus({ preventScroll: true });
      }
    },
    address: () => ({ q: current, ...narrowing.scope }),
    refresh() {
      narrowing.draw();
      drawExamples();
    },
  };
}
