// Relations: the graph as a drawing and as a table; what is chosen lists its facts.

import { busy, call, formatNumber, lang, problem, recall, t, writeAddress, KINDS } from "./core.js";
import { calm, csv, debounce, fold, h, plain, put, save } from "./dom.js";
import { Reader } from "./reader.js";
import { Table } from "./table.js";

const MOST = 300;
const HUBS = ['role', 'organization', 'person', 'population', 'study', 'article'].map((kind) => `node[kind = "${kind}"]`).join(", ");
const SHAPES = { role: "ellipse", population: "octagon", organization: "round-rectangle", person: "round-triangle", study: "diamond", statistic: "round-tag", recommendation: "hexagon", article: "rectangle" };

export function mount(panel) {
  const drawing = h("div", { cls: "pu-graph", tabindex: 0, role: "application", "aria-label": t("relations.graph_label"), "aria-describedby": "pu-graphhelp" });
  const tableBox = h("div", { hidden: true });
  const side = h("section", { cls: "pu-side", "aria-label": t("relations.side"), "aria-live": "polite" });
  const source = h("section", { cls: "pu-source", "aria-label": t("ask.source"), hidden: true });
  const legend = h("div", { cls: "pu-legend", role: "group", "aria-label": t("relations.legend") });
  const count = h("p", { cls: "pu-count", role: "status" });
  const matches = h("ul", { cls: "pu-matches", id: "pu-matches", hidden: true });
  const search = h("input", { type: "search", autocomplete: "off", "aria-controls": "pu-matches" });
  const views = h("div", { cls: "pu-switch", role: "group", "aria-label": t("relations.view") });
  const actions = h("div", { cls: "pu-actions" });
  put(panel, h("div", { cls: "pu-intro" }, h("h1", { text: t("relations.title") }), h("p", { text: t("relations.lead") })),
    h("div", { cls: "pu-filters" }, h("div", { cls: "pu-field pu-finder" }, h("label", {}, h("span", { text: t("relations.search") }), search), matches), views, actions),
    legend,
    h("div", { cls: "pu-pair pu-graphpair" }, h("div", {}, count, drawing, h("p", { cls: "pu-by", id: "pu-graphhelp", text: t("relations.help") }), tableBox), h("div", {}, side, source)));
  const reader = new Reader(source);
  const hidden = new Set();
  let cy = null;
  let nodes = new Map();
  let edges = new Map();
  let view = "graph";
  let chosen = null;

  const colours = () => {
    const style = getComputedStyle(panel);
    return (name) => style.getPropertyValue(name).trim();
  };

  function styles() {
    const of = colours();
    const near = Math.min(1.4, Math.max(0.4, cy?.zoom() ?? 1));
    return [
      { selector: "node", style: {
        label: "data(short)", "font-family": "sans-serif", "font-size": 11.5, color: of("--ink"),
        "text-outline-color": of("--surface"), "text-outline-width": 2.5, "text-valign": "bottom", "text-margin-y": 4, "min-zoomed-font-size": 8.5,
        "text-wrap": "wrap", "text-max-width": 130, width: "data(size)", height: "data(size)", "border-width": 1.5, "border-color": of("--surface"),
      } },
      { selector: 'node[kind = "recommendation"]', style: { "text-opacity": 0, "text-outline-opacity": 0 } },
      ...KINDS.map((kind) => ({ selector: `node[kind = "${kind}"]`, style: { "background-color": of(`--k-${kind}`), shape: SHAPES[kind] } })),
      // Hubs keep their label as large as ever, however far one stands.
      { selector: HUBS, style: { "font-size": 12.5 / near, "text-max-width": 120 / near, "text-outline-width": 2.5 / near, "text-margin-y": 3 / near, "min-zoomed-font-size": 0 } },
      { selector: "edge", style: { width: 1.2, "line-color": of("--line-strong"), "curve-style": "haystack", opacity: 0.75 } },
      { selector: "edge.near", style: { width: 2, "line-color": of("--accent"), opacity: 1 } },
      { selector: 'node[kind != "recommendation"].near, node.over, node.chosen', style: { "min-zoomed-font-size": 0, "text-opacity": 1, "text-outline-opacity": 1, "z-index": 5 } },
      { selector: "node.chosen", style: { "border-width": 4, "border-color": of("--accent"), "min-zoomed-font-size": 0, "z-index": 9 } },
      { selector: ".away", style: { opacity: 0.14, "text-opacity": 0, "text-outline-opacity": 0 } },
      { selector: ".hidden", style: { display: "none" } },
    ];
  }

  const shorten = (label) => (plain(label).length > 34 ? `${plain(label).slice(0, 33).trimEnd()}…` : plain(label));
  const element = (node) => ({ group: "nodes", data: { ...node, short: shorten(node.label), size: 14 + Math.min(26, 5 * Math.sqrt(node.degree)) }, position: { x: node.x, y: node.y } });

  async function draw() {
    let cytoscape;
    try {
      ({ default: cytoscape } = await import("./lib/cytoscape.esm.min.mjs"));
    } catch {
      // Not installed on the server: everything is in the table as well.
      show("table");
      put(count, h("span", { cls: "pu-note", text: t("relations.no_drawing") }));
      return;
    }
    cy?.destroy();
    cy = cytoscape({
      container: drawing, elements: [...[...nodes.values()].map(element), ...[...edges.values()].map((edge) => ({ group: "edges", data: edge }))],
      layout: { name: "preset", fit: true, padding: 30 }, style: styles(), minZoom: 0.15, maxZoom: 4,
    });
    const restyle = debounce(() => cy?.style(styles()), 60);
    cy.on("zoom", restyle);
    // A phone cannot show all at once and be read: it starts at the best connected.
    if (drawing.clientWidth < 560 && nodes.size) {
      cy.zoom(0.75);
      cy.center(cy.nodes().max((node) => node.degree()).ele);
    }
    cy.style(styles());
    cy.on("tap", "node", (event) => choose(event.target.id()));
    cy.on("dbltap", "node", (event) => expand(event.target.id()));
    cy.on("mouseover", "node", (event) => event.target.addClass("over"));
    cy.on("mouseout", "node", (event) => event.target.removeClass("over"));
    // The sentence that an edge was read from is that of the fact at one of its ends.
    cy.on("tap", "edge", (event) => {
      const ends = [event.target.source(), event.target.target()];
      choose((ends.find((end) => ["statistic", "recommendation", "study"].includes(end.data("kind"))) ?? ends[0]).id());
    });
    cy.on("tap", (event) => event.target === cy && clear());
    filter();
  }

  function filter() {
    const seen = [...nodes.values()].filter((node) => !hidden.has(node.kind));
    if (cy) {
      cy.batch(() => cy.nodes().forEach((node) => node.toggleClass("hidden", hidden.has(node.data("kind")))));
      cy.edges().forEach((edge) => edge.toggleClass("hidden", edge.source().hasClass("hidden") || edge.target().hasClass("hidden")));
    }
    count.textContent = t("relations.count", { n: formatNumber(seen.length), edges: formatNumber(edges.size) });
    if (view === "table") drawTable();
  }

  function drawLegend() {
    const kinds = KINDS.filter((kind) => [...nodes.values()].some((node) => node.kind === kind));
    put(legend, kinds.map((kind) => h("button", {
      type: "button", cls: `pu-key k-${kind}`, "aria-pressed": String(!hidden.has(kind)), data: { kind }, onclick: (event) => {
        if (hidden.has(kind)) hidden.delete(kind);
        else hidden.add(kind);
        event.currentTarget.setAttribute("aria-pressed", String(!hidden.has(kind)));
        filter();
      },
    }, h("span", { cls: "pu-swatch", "aria-hidden": "true" }), `${t(`kinds.${kind}`)} · ${[...nodes.values()].filter((node) => node.kind === kind).length}`)));
  }

  function drawViews() {
    put(views, ["graph", "table"].map((name) => h("button", { type: "button", "aria-pressed": String(name === view), text: t(`relations.${name}`), onclick: () => {
      show(name);
      views.querySelector('[aria-pressed="true"]').focus();
    } })));
    put(actions,
      h("button", { type: "button", cls: "pu-quiet", text: t("relations.fit"), onclick: () => cy?.fit(cy.elements(":visible"), 30) }),
      h("button", { type: "button", cls: "pu-quiet", text: t("relations.restart"), onclick: () => load(true) }),
      h("button", { type: "button", cls: "pu-quiet", text: "PNG", onclick: () => cy && save("relaciones.png", cy.png({ output: "blob", full: true, scale: 2, bg: colours()("--surface") }), "image/png") }),
      h("button", { type: "button", cls: "pu-quiet", text: "GraphML", onclick: () => save("relaciones.graphml", graphml(), "application/xml") }),
      h("button", { type: "button", cls: "pu-quiet", text: "CSV", onclick: () => save("relaciones.csv", csv([["source", "relation", "target"], ...[...edges.values()].map((edge) => [nodes.get(edge.source)?.label, edge.label, nodes.get(edge.target)?.label])]), "text/csv") }));
  }

  function show(name) {
    view = name;
    drawing.hidden = view === "table";
    panel.querySelector("#pu-graphhelp").hidden = view === "table";
    tableBox.hidden = view === "graph";
    drawViews();
    filter();
    if (view === "graph") cy?.resize();
  }

  function graphml() {
    const xml = (text) => String(text).replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/g, "").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
    const key = (id, on) => `<key id="${id}" for="${on}" attr.name="${id}" attr.type="string"/>`;
    const seen = [...nodes.values()].filter((node) => !hidden.has(node.kind));
    const ids = new Set(seen.map((node) => node.id));
    return `<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">${key("label", "node")}${key("kind", "node")}${key("relation", "edge")}<graph edgedefault="directed">\n` +
      seen.map((node) => `<node id="${xml(node.id)}"><data key="label">${xml(node.label)}</data><data key="kind">${xml(node.kind)}</data></node>`).join("\n") + "\n" +
      [...edges.values()].filter((edge) => ids.has(edge.source) && ids.has(edge.target)).map((edge) => `<edge source="${xml(edge.source)}" target="${xml(edge.target)}"><data key="relation">${xml(edge.label)}</data></edge>`).join("\n") + "\n</graph></graphml>\n";
  }

  function drawTable() {
    const degree = (node) => [...edges.values()].filter((edge) => edge.source === node.id || edge.target === node.id).length;
    const rows = [...nodes.values()].filter((node) => !hidden.has(node.kind)).map((node) => ({ ...node, kindname: t(`kinds.${node.kind}`), links: degree(node) }));
    const table = new Table({ caption: t("relations.title"), rows, sort: { key: "links", down: true }, onrow: (row) => choose(row.id), columns: [
      { key: "label", title: t("relations.name") },
      { key: "kindname", title: t("relations.kind"), show: (row) => h("span", { cls: `k-${row.kind}` }, h("span", { cls: "pu-swatch", "aria-hidden": "true" }), row.kindname) },
      { key: "links", title: t("relations.links"), kind: "number" },
    ] });
    put(tableBox, table.node);
  }

  function clear() {
    chosen = null;
    cy?.elements().removeClass("away near chosen");
    source.hidden = true;
    put(side, h("p", { cls: "pu-empty", text: t("relations.none") }));
  }

  function mark(id, centre) {
    if (!cy) return;
    const node = cy.getElementById(id);
    cy.elements().removeClass("away near chosen");
    if (node.empty()) return;
    const near = node.closedNeighborhood();
    cy.elements().difference(near).addClass("away");
    near.addClass("near");
    node.addClass("chosen");
    if (centre) {
      const to = { center: { eles: node }, zoom: Math.max(cy.zoom(), 0.9) };
      if (calm()) cy.viewport({ zoom: to.zoom, pan: cy.pan() }).center(node);
      else cy.animate(to, { duration: 250 });
    }
  }

  async function choose(id, { centre = false, address = true } = {}) {
    chosen = id;
    mark(id, centre);
    if (address) writeAddress({ tab: "relations", node: id }, { replace: true });
    try {
      const { thing } = await recall("relations", "facts", { id, lang });
      if (chosen !== id) return;
      drawSide(thing);
    } catch (error) {
      if (chosen === id) put(side, problem(error));
    }
  }

  function drawSide(thing) {
    source.hidden = true;
    put(side,
      h("p", { cls: `pu-kindline k-${thing.kind}` }, h("span", { cls: "pu-swatch", "aria-hidden": "true" }), t(`kinds.${thing.kind}`)),
      h("h2", { cls: "pu-readtitle", text: thing.label }),
      thing.details.length > 0 && h("dl", { cls: "pu-facts" }, thing.details.map(([key, value]) => [h("dt", { text: t(`relations.details.${key}`) }), h("dd", { text: value })])),
      h("div", { cls: "pu-actions" }, h("button", { type: "button", cls: "pu-quiet", text: t("relations.expand"), onclick: () => expand(thing.id) })),
      h("h3", { cls: "pu-sub", text: t("relations.facts", { n: thing.facts.length }) }),
      thing.facts.length ? h("ul", { cls: "pu-evidence" }, thing.facts.map((fact) => h("li", {}, h("button", { type: "button", cls: "pu-passage", onclick: () => openFact(fact) },
        fact.label && h("b", { text: fact.label }), h("q", { cls: "pu-quote", text: fact.quote }), h("span", { cls: "pu-by", text: fact.title }))))) : h("p", { cls: "pu-empty", text: t("relations.no_facts") }),
      thing.neighbours.length > 0 && h("details", {}, h("summary", { text: t("relations.neighbours", { n: thing.neighbours.length }) }),
        h("ul", {}, thing.neighbours.map((one) => h("li", {}, h("button", { type: "button", cls: `pu-linkish k-${one.kind}`, onclick: () => choose(one.id, { centre: true }) }, h("span", { cls: "pu-swatch", "aria-hidden": "true" }), one.label))))));
    side.scrollTop = 0;
  }

  function openFact(fact) {
    source.hidden = false;
    reader.show(fact.article, [{ start: fact.start, end: fact.end, level: "strong" }]);
    source.scrollIntoView({ block: "nearest", behavior: calm() ? "auto" : "smooth" });
  }

  async function expand(id) {
    try {
      const reply = await call("relations", "expand", { id, lang });
      let added = 0;
      const at = cy?.getElementById(id).position() ?? { x: 0, y: 0 };
      for (const node of reply.nodes) {
        if (nodes.has(node.id) || nodes.size >= MOST) continue;
        const turn = (2 * Math.PI * added) / Math.max(6, reply.nodes.length);
        const placed = { ...node, x: at.x + 130 * Math.cos(turn), y: at.y + 130 * Math.sin(turn) };
        nodes.set(node.id, placed);
        cy?.add(element(placed));
        added++;
      }
      for (const edge of reply.edges) {
        if (edges.has(edge.id) || !nodes.has(edge.source) || !nodes.has(edge.target)) continue;
        edges.set(edge.id, edge);
        cy?.add({ group: "edges", data: edge });
      }
      for (const node of reply.nodes) if (hidden.delete(node.kind)) drawLegend();
      drawLegend();
      filter();
      await choose(id);
      count.textContent = nodes.size >= MOST && added < reply.nodes.length ? t("relations.full", { n: MOST }) : t("relations.added", { n: added });
    } catch (error) {
      put(side, problem(error));
    }
  }

  function step(key) {
    if (!cy) return;
    const seen = cy.nodes().filter((node) => !node.hasClass("hidden"));
    if (seen.empty()) return;
    const from = chosen ? cy.getElementById(chosen) : null;
    if (!from || from.empty()) {
      choose(seen.max((node) => node.degree()).ele.id(), { centre: true });
      return;
    }
    const [dx, dy] = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[key];
    const here = from.position();
    let best = null;
    let nearest = Infinity;
    seen.forEach((node) => {
      if (node.same(from)) return;
      const [x, y] = [node.position().x - here.x, node.position().y - here.y];
      const along = x * dx + y * dy;
      const across = Math.abs(x * dy) + Math.abs(y * dx);
      if (along <= 0 || across > 2 * along) return;
      // Linked things come first: the arrows walk along the edges where they can.
      const cost = along + 2 * across + (node.edgesWith(from).empty() ? 150 : 0);
      if (cost < nearest) [best, nearest] = [node, cost];
    });
    if (best) choose(best.id(), { centre: true });
  }

  drawing.addEventListener("keydown", (event) => {
    if (event.key.startsWith("Arrow")) step(event.key);
    else if (event.key === "Enter" && chosen) expand(chosen);
    else if (event.key === "Escape") clear();
    else if (event.key === "+" || event.key === "-") cy?.zoom({ level: cy.zoom() * (event.key === "+" ? 1.25 : 0.8), renderedPosition: { x: drawing.clientWidth / 2, y: drawing.clientHeight / 2 } });
    else if (event.key === "0") cy?.fit(cy.elements(":visible"), 30);
    else return;
    event.preventDefault();
  });

  search.addEventListener("input", debounce(async () => {
    const words = fold(search.value).split(/\s+/).filter(Boolean);
    matches.hidden = !words.length;
    if (!words.length) return;
    const { things } = await call("relations", "find", { words: search.value }).catch(() => ({ things: [] }));
    put(matches, things.length ? things.map((node) => h("li", {}, h("button", { type: "button", cls: `pu-linkish k-${node.kind}`, onclick: async () => {
      matches.hidden = true;
      if (!nodes.has(node.id)) await expand(node.id);
      if (hidden.delete(node.kind)) { drawLegend(); filter(); }
      choose(node.id, { centre: true });
    } }, h("span", { cls: "pu-swatch", "aria-hidden": "true" }), node.label))) : h("li", { cls: "pu-empty", text: t("table.empty") }));
  }, 180));
  search.addEventListener("keydown", (event) => {
    if (event.key === "Escape") matches.hidden = true;
    if (event.key === "ArrowDown") matches.querySelector("button")?.focus();
  });
  matches.addEventListener("keydown", (event) => {
    const buttons = [...matches.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement);
    if (event.key === "ArrowDown") buttons[Math.min(at + 1, buttons.length - 1)]?.focus();
    else if (event.key === "ArrowUp") (at ? buttons[at - 1] : search).focus();
    else if (event.key === "Escape") { matches.hidden = true; search.focus(); }
    else return;
    event.preventDefault();
  });

  async function load(again = false) {
    if (!again) busy(count);
    try {
      const reply = await recall("relations", "graph", { lang });
      nodes = new Map(reply.nodes.map((node) => [node.id, node]));
      edges = new Map(reply.edges.map((edge) => [edge.id, edge]));
      drawLegend();
      drawViews();
      clear();
      await draw();
    } catch (error) {
      put(count, problem(error));
    }
  }

  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => cy?.style(styles()));
  const loaded = load();
  return {
    async open(address) {
      await loaded;
      cy?.resize();
      if (address.node) {
        if (!nodes.has(address.node)) await expand(address.node);
        choose(address.node, { centre: true, address: false });
      }
    },
    address: () => (chosen ? { node: chosen } : {}),
    refresh: () => load(true),
  };
}
