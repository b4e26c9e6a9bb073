// SPARQL: editor with colours, examples, result as a table, download.

import { call, copyText, formatNumber, go, lang, problem, recall, t, writeAddress } from "./core.js";
import { csv, h, put, save } from "./dom.js";
import { bars, toPng } from "./chart.js";
import { Table } from "./table.js";

// Bars beyond this are read better in the table.
const MOST_BARS = 40;

const TOKENS = [
  ["comment", /#[^\n]*/y], ["iri", /<[^<>"{}|^`\\\s]*>/y], ["string", /"""[^]*?"""|'''[^]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/y],
  ["variable", /[?$][\p{L}\p{N}_]+/uy], ["prefixed", /[\p{L}][\p{L}\p{N}_-]*:[\p{L}\p{N}_.-]*|:[\p{L}\p{N}_-]+/uy], ["number", /\d+(?:\.\d+)?/y],
  ["word", /[\p{L}_]+/uy], ["space", /\s+/y],
];
const KEYWORDS = new Set("select construct ask describe where from named prefix base optional union minus graph filter bind values as distinct reduced limit offset order by asc desc group having count sum avg min max sample group_concat separator in not exists a str lang langmatches datatype bound iri uri if coalesce regex contains strstarts strends lcase ucase strlen substr replace concat round abs ceil floor year month day true false service".split(" "));

function paint(text) {
  const parts = [];
  for (let at = 0; at < text.length;) {
    let found = null;
    for (const [kind, pattern] of TOKENS) {
      pattern.lastIndex = at;
      const match = pattern.exec(text);
      if (match) {
        found = [kind, match[0]];
        break;
      }
    }
    const [kind, piece] = found ?? ["mark", text[at]];
    const cls = kind === "word" ? (KEYWORDS.has(piece.toLowerCase()) ? "keyword" : "") : kind;
    const node = document.createElement("span");
    if (cls && cls !== "space" && cls !== "mark") node.className = `q-${cls}`;
    node.textContent = piece;
    parts.push(node);
    at += piece.length;
  }
  return parts;
}

export function mount(panel) {
  const colours = h("pre", { cls: "pu-colours", "aria-hidden": "true" });
  const input = h("textarea", { id: "pu-query", spellcheck: "false", autocapitalize: "off", autocomplete: "off", wrap: "off", rows: 9, "aria-describedby": "pu-queryhelp" });
  const result = h("section", { cls: "pu-result", "aria-label": t("sparql.result"), "aria-live": "polite" });
  const run = h("button", { type: "submit", cls: "pu-primary", text: t("sparql.run") });
  const examples = h("label", { cls: "pu-field" });
  const form = h("form", { onsubmit: (event) => {
    event.preventDefault();
    start();
  } }, h("div", { cls: "pu-filters" }, examples),
  h("label", { for: "pu-query", cls: "pu-sub", text: t("sparql.label") }),
  h("div", { cls: "pu-editor" }, colours, input),
  h("div", { cls: "pu-actions" }, run, h("span", { cls: "pu-by", id: "pu-queryhelp", text: t("sparql.help") })));
  put(panel, h("div", { cls: "pu-intro" }, h("h1", { text: t("sparql.title") }), h("p", { text: t("sparql.lead") })), form, result);

  const repaint = () => {
    put(colours, input.value.length < 20000 ? paint(input.value) : input.value, "\n");
    colours.scrollTop = input.scrollTop;
    colours.scrollLeft = input.scrollLeft;
  };
  input.addEventListener("input", repaint);
  input.addEventListener("scroll", () => {
    colours.scrollTop = input.scrollTop;
    colours.scrollLeft = input.scrollLeft;
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      start();
    }
  });

  async function start() {
    run.disabled = true;
    put(result, h("p", { cls: "pu-busy", role: "status", text: t("sparql.running") }));
    const began = performance.now();
    try {
      const reply = await call("sparql", "run", { query: input.value });
      draw(reply, performance.now() - began);
      writeAddress({ tab: "sparql", sparql: input.value }, { replace: true });
    } catch (error) {
      put(result, problem(error));
    } finally {
      run.disabled = false;
    }
  }

  function cell(term) {
    if (!term) return "";
    if (term.type === "uri") {
      const iri = h("span", { cls: "pu-iri", title: term.value, text: term.short ?? term.value });
      if (!term.article && !term.node) return iri;
      return h("button", { type: "button", cls: "pu-linkish", onclick: () => (term.article ? go("articles", { a: term.article, at: term.at }) : go("relations", { node: term.node })) }, iri);
    }
    return h("span", { title: term.datatype ?? undefined, text: term.value });
  }

  function draw(reply, waited) {
    const timing = t("sparql.timing", { n: formatNumber(reply.rows?.length ?? 1), ms: formatNumber(Math.round(waited)) });
    if (reply.boolean !== undefined) {
      put(result, h("p", { cls: "pu-count", text: timing }), h("p", { cls: "pu-bigvalue", text: t(reply.boolean ? "sparql.answer_true" : "sparql.answer_false") }));
      return;
    }
    if (reply.text !== undefined) {
      put(result, h("p", { cls: "pu-count", text: t("sparql.graph", { ms: formatNumber(Math.round(waited)) }) }), h("pre", { cls: "pu-code", tabindex: 0, text: reply.text }),
        h("div", { cls: "pu-actions" }, h("button", { type: "button", cls: "pu-quiet", text: t("sparql.turtle"), onclick: () => save("resultado.ttl", reply.text, "text/turtle") }), copies()));
      return;
    }
    const number = (name) => reply.rows.some((row) => row[name]) && reply.rows.every((row) => !row[name] || /#(decimal|integer|double|float)$/.test(row[name].datatype ?? ""));
    const table = new Table({ caption: t("sparql.result"), rows: reply.rows, columns: reply.columns.map((name) => ({
      key: name, title: `?${name}`, kind: number(name) ? "number" : "text", show: (row) => cell(row[name]), of: (row) => (number(name) ? Number(row[name]?.value) : row[name]?.value),
    })) });
    put(result, h("p", { cls: "pu-by", text: timing }), reply.cut && h("p", { cls: "pu-note", text: t("sparql.cut", { n: formatNumber(reply.rows.length) }) }),
      h("div", { cls: "pu-actions" },
        h("button", { type: "button", cls: "pu-quiet", text: t("sparql.csv"), onclick: () => save("resultado.csv", csv([reply.columns, ...table.visible().map((row) => reply.columns.map((name) => row[name]?.value))]), "text/csv") }),
        copies()),
      reply.columns.length > 0 && table.node, chart(reply, number));
  }

  /** The query itself, and the same as a command and as a program. */
  function copies() {
    const endpoint = new URL("./sparql", location.href).href.split("?")[0];
    const shell = (text) => `'${text.replaceAll("'", "'\\''")}'`;
    const texts = {
      copy: () => input.value,
      curl: () => `curl --get ${shell(endpoint)} -H 'Accept: text/csv' --data-urlencode ${shell(`query=${input.value}`)}`,
      python: () => `import json\nfrom urllib.parse import urlencode\nfrom urllib.request import Request, urlopen\n\nQUERY = ${JSON.stringify(input.value)}\n\nrequest = Request(\n    ${JSON.stringify(endpoint)} + "?" + urlencode({"query": QUERY}),\n    headers={"Accept": "application/sparql-results+json"},\n)\nwith urlopen(request) as reply:\n    for row in json.load(reply)["results"]["bindings"]:\n        print({name: term["value"] for name, term in row.items()})\n`,
      link: () => `${location.origin}${location.pathname}?${new URLSearchParams({ tab: "sparql", sparql: input.value })}`,
    };
    return Object.entries(texts).map(([key, text]) => h("button", { type: "button", cls: "pu-quiet", text: t(`sparql.${key}`), onclick: (event) => copyText(text(), event.currentTarget) }));
  }

  /** A result with one number a row is drawn as bars as well. */
  function chart(reply, number) {
    const value = reply.columns.find((name) => number(name) && reply.rows.every((row) => row[name]));
    const name = reply.columns.find((one) => !number(one));
    if (!value || !name || reply.rows.length > MOST_BARS || reply.rows.length < 2) return null;
    const label = (row) => row[name]?.short ?? row[name]?.value ?? "–";
    const drawn = bars(reply.rows.map((row) => [label(row), Number(row[value].value), formatNumber(row[value].value)]), `${name} · ${value}`);
    const text = () => new XMLSerializer().serializeToString(drawn);
    return h("details", { cls: "pu-chartbox" }, h("summary", { text: t("sparql.chart") }), h("div", { cls: "pu-scroll", tabindex: 0, role: "region", "aria-label": t("sparql.chart") }, drawn),
      h("div", { cls: "pu-actions" },
        h("button", { type: "button", cls: "pu-quiet", text: "PNG", onclick: async () => save("resultado.png", await toPng(text()), "image/png") }),
        h("button", { type: "button", cls: "pu-quiet", text: "SVG", onclick: () => save("resultado.svg", text(), "image/svg+xml") })));
  }

  async function load() {
    try {
      const reply = await recall("sparql", "examples", { lang });
      const select = h("select", { onchange: (event) => {
        const example = reply.examples[Number(event.target.value)];
        if (!example) return;
        input.value = example.query;
        repaint();
        start();
      } }, h("option", { value: "", text: t("sparql.choose") }), reply.examples.map((example, i) => h("option", { value: i, text: example.title })));
      put(examples, h("span", { text: t("sparql.examples") }), select);
      if (!input.value && reply.examples.length) input.value = reply.examples[0].query;
    } catch (error) {
      put(result, problem(error));
    }
    repaint();
  }

  const loaded = load();
  return {
    address: () => (result.querySelector("table, pre") ? { sparql: input.value } : {}),
    async open(address) {
      await loaded;
      if (address.sparql && address.sparql !== input.value) {
        input.value = address.sparql;
        repaint();
        start();
      }
    },
  };
}
