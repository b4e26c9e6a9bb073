// Relations: the graph as a drawing and as a table; what is chosen lists its facts.

import { busy, call, formatNumber, lang, problem, recall, t, writeAddress, KINDS } from "./core.js";
import { calm, csv, debounce, fold, h, put, save } from "./dom.js";
import { edgeElement, graphml, nodeElement, styles, thinLabels } from "./graph.js";
import { Reader } from "./reader.js";
import { Table } from "./table.js";

const MOST = 300;
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
  let start = null;

  const colour = (name) => getComputedStyle(panel).getPropertyValue(name).trim();
  const restyle = () => {
    if (!cy) return;
    cy.style(styles(colour, cy.zoom()));
    thinLabels(cy);
  };
  const shownNodes = () => [...nodes.values()].filter((node) => !hidden.has(node.kind));
  const shownEdges = () => [...edges.values()].filter((edge) => [edge.source, edge.target].every((id) => !hidden.has(nodes.get(id).kind)));

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
      container: drawing, elements: [...[...nodes.values()].map(nodeElement), ...[...edges.values()].map(edgeElement)],
      layout: { name: "preset", fit: true, padding: 30 }, style: styles(colour, 1), minZoom: 0.15, maxZoom: 4,
    });
    cy.on("zoom", debounce(restyle, 60));
    // A phone cannot show all at once and be read: it starts at the best connected.
    if (drawing.clientWidth < 560 && nodes.size) {
      cy.zoom(0.75);
      cy.center(cy.nodes().max((node) => node.degree()).ele);
    }
    restyle();
    cy.on("tap", "node", (event) => choose(event.target.id()));
    cy.on("dbltap", "node", (event) => expand(event.target.id()));
    cy.on("dragfree", "node", () => thinLabels(cy));
    cy.on("mouseover", "node, edge", (event) => event.target.addClass("over"));
    cy.on("mouseout", "node, edge", (event) => event.target.removeClass("over"));
    cy.on("tap", "edge", (event) => chooseEdge(edges.get(event.target.id())));
    cy.on("tap", (event) => event.target === cy && clear());
    filter();
  }

  function filter() {
    if (cy) {
      cy.batch(() => cy.nodes().forEach((node) => node.toggleClass("hidden", hidden.has(node.data("kind")))));
      cy.edges().forEach((edge) => edge.toggleClass("hidden", edge.source().hasClass("hidden") || edge.target().hasClass("hidden")));
    }
    count.textContent = t("relations.count", { n: formatNumber(shownNodes().length), edges: formatNumber(shownEdges().length) });
    if (cy) thinLabels(cy);
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
      h("button", { type: "button", cls: "pu-quiet", text: "PNG", onclick: () => cy && save("relaciones.png", cy.png({ output: "blob", full: true, scale: 2, bg: colour("--surface") }), "image/png") }),
      h("button", { type: "button", cls: "pu-quiet", text: "GraphML", onclick: () => save("relaciones.graphml", graphml(shownNodes(), shownEdges()), "application/xml") }),
      h("button", { type: "button", cls: "pu-quiet", text: "CSV", onclick: () => save("relaciones.csv", csv([["source", "relation", "target"], ...shownEdges().map((edge) => [nodes.get(edge.source).label, edge.label, nodes.get(edge.target).label])]), "text/csv") }));
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

  /** The same as the drawing, for those who cannot see it: what there is, and what joins it. */
  function drawTable() {
    const links = new Map();
    for (const edge of shownEdges()) for (const end of [edge.source, edge.target]) links.set(end, (links.get(end) ?? 0) + 1);
    const named = (node) => h("span", { cls: `k-${node.kind}` }, h("span", { cls: "pu-swatch", "aria-hidden": "true" }), t(`kind_one.${node.kind}`));
    const things = new Table({ caption: t("relations.things"), rows: shownNodes().map((node) => ({ ...node, kindname: t(`kind_one.${node.kind}`), links: links.get(node.id) ?? 0 })), sort: { key: "links", down: true }, onrow: (row) => choose(row.id), columns: [
      { key: "label", title: t("relations.name") }, { key: "kindname", title: t("relations.kind"), show: named }, { key: "links", title: t("relations.links"), kind: "number" },
    ] });
    const joined = new Table({ caption: t("relations.joined"), rows: shownEdges().map((edge) => ({ ...edge, from: nodes.get(edge.source).label, to: nodes.get(edge.target).label })), onrow: chooseEdge, columns: [
      { key: "from", title: t("relations.from") }, { key: "label", title: t("relations.relation") }, { key: "to", title: t("relations.to") },
    ] });
    put(tableBox, h("h2", { cls: "pu-sub", text: t("relations.things") }), things.node, h("h2", { cls: "pu-sub", text: t("relations.joined") }), joined.node);
  }

  function clear() {
    chosen = null;
    start = null;
    unmark();
    source.hidden = true;
    put(side, h("p", { cls: "pu-empty", text: t("relations.none") }));
  }

  const unmark = () => cy?.elements().removeClass("away near chosen path");

  /** Show some nodes and edges of the drawing, and the rest faintly. */
  function light(some, cls) {
    unmark();
    cy.elements().difference(some).addClass("away");
    some.addClass(cls);
  }

  function mark(id, centre) {
    if (!cy) return;
    const node = cy.getElementById(id);
    if (node.empty()) {
      unmark();
      return;
    }
    light(node.closedNeighborhood(), "near");
    node.addClass("chosen");
    if (centre) {
      const to = { center: { eles: node }, zoom: Math.max(cy.zoom(), 0.9) };
      if (calm()) cy.viewport({ zoom: to.zoom, pan: cy.pan() }).center(node);
      else cy.animate(to, { duration: 250 });
    }
  }

  async function choose(id, { centre = false, address = true } = {}) {
    if (start && start.id !== id) {
      await drawPath(id);
      return;
    }
    start = null;
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

  const kindLine = (kind) => h("p", { cls: `pu-kindline k-${kind}` }, h("span", { cls: "pu-swatch", "aria-hidden": "true" }), t(`kind_one.${kind}`));
  const nodeButton = (node) => h("button", { type: "button", cls: `pu-linkish k-${node.kind}`, onclick: () => choose(node.id, { centre: true }) }, h("span", { cls: "pu-swatch", "aria-hidden": "true" }), node.label);
  const evidence = (facts) => (facts.length ? h("ul", { cls: "pu-evidence" }, facts.map((fact) => h("li", {}, h("button", { type: "button", cls: "pu-passage", onclick: () => openFact(fact) },
    fact.label && h("b", { text: fact.label }), h("q", { cls: "pu-quote", text: fact.quote }), h("span", { cls: "pu-by", text: fact.title }))))) : h("p", { cls: "pu-empty", text: t("relations.no_facts") }));

  function drawSide(thing) {
    source.hidden = true;
    put(side, kindLine(thing.kind),
      h("h2", { cls: "pu-readtitle", text: thing.label }),
      thing.details.length > 0 && h("dl", { cls: "pu-facts" }, thing.details.map(([key, value]) => [h("dt", { text: t(`relations.details.${key}`) }), h("dd", { text: value })])),
      h("div", { cls: "pu-actions" },
        h("button", { type: "button", cls: "pu-quiet", text: t("relations.expand"), onclick: () => expand(thing.id) }),
        h("button", { type: "button", cls: "pu-quiet", text: t("relations.path"), onclick: () => begin(thing) })),
      h("h3", { cls: "pu-sub", text: t("relations.facts", { n: thing.facts.length }) }),
      evidence(thing.facts),
      thing.neighbours.length > 0 && h("details", {}, h("summary", { text: t("relations.neighbours", { n: thing.neighbours.length }) }),
        h("ul", {}, thing.neighbours.map((one) => h("li", {}, nodeButton(one))))));
    side.scrollTop = 0;
  }

  /** An edge: what it joins, and the sentences that it was read from. */
  async function chooseEdge(edge) {
    chosen = edge.id;
    if (cy) light(cy.getElementById(edge.id).union(cy.getElementById(edge.id).connectedNodes()), "chosen");
    try {
      const { facts } = await recall("relations", "link", { source: edge.source, target: edge.target });
      if (chosen !== edge.id) return;
      source.hidden = true;
      put(side, h("p", { cls: "pu-kindline", text: t("relations.relation") }),
        h("h2", { cls: "pu-readtitle", text: edge.label }),
        h("ul", {}, [edge.source, edge.target].map((id) => h("li", {}, nodeButton(nodes.get(id))))),
        h("h3", { cls: "pu-sub", text: t("relations.facts", { n: facts.length }) }), evidence(facts));
      side.scrollTop = 0;
    } catch (error) {
      if (chosen === edge.id) put(side, problem(error));
    }
  }

  /** Wait for the other end of a way: a click, the search or the table gives it. */
  function begin(thing) {
    start = thing;
    source.hidden = true;
    put(side, h("h2", { cls: "pu-readtitle", text: t("relations.path_from", { name: thing.label }) }), h("p", { text: t("relations.path_help") }),
      h("div", { cls: "pu-actions" }, h("button", { type: "button", cls: "pu-quiet", text: t("relations.cancel"), onclick: () => { start = null; choose(thing.id); } })));
    search.focus();
  }

  /** The shortest way from where one began to another node, step by step with its sentences. */
  async function drawPath(id) {
    const from = start;
    start = null;
    chosen = id;
    try {
      const reply = await recall("relations", "path", { source: from.id, target: id, lang });
      if (!reply.nodes.length) {
        put(side, h("p", { cls: "pu-empty", text: t("relations.no_path") }));
        return;
      }
      add(reply, from.id);
      if (cy) {
        const way = reply.nodes.reduce((some, node) => some.union(cy.getElementById(node.id)), cy.collection());
        light(way.union(way.edgesWith(way)), "path");
        cy.fit(way, 60);
      }
      source.hidden = true;
      const between = (one, other) => reply.edges.filter((edge) => [edge.source, edge.target].includes(one.id) && [edge.source, edge.target].includes(other.id));
      put(side, h("h2", { cls: "pu-readtitle", text: t("relations.path_found", { n: reply.nodes.length - 1 }) }),
        h("ol", { cls: "pu-way" }, reply.nodes.map((node, i) => [
          h("li", {}, nodeButton(node)),
          i + 1 < reply.nodes.length && between(node, reply.nodes[i + 1]).map((edge) => h("li", { cls: "pu-step" }, h("button", { type: "button", cls: "pu-inline", text: edge.source === node.id ? `↓ ${edge.label}` : `↑ ${edge.label}`, onclick: () => chooseEdge(edge) }))),
        ])));
      side.scrollTop = 0;
    } catch (error) {
      put(side, problem(error));
    }
  }

  /** Add what is not there yet, around a node; what is there stays where it is. */
  function add(reply, around) {
    let added = 0;
    const middle = cy?.getElementById(around);
    const at = middle?.nonempty() ? middle.position() : { x: 0, y: 0 };
    for (const node of reply.nodes) {
      if (nodes.has(node.id) || nodes.size >= MOST) continue;
      const turn = (2 * Math.PI * added) / Math.max(6, reply.nodes.length);
      const placed = { ...node, x: at.x + 130 * Math.cos(turn), y: at.y + 130 * Math.sin(turn) };
      nodes.set(node.id, placed);
      cy?.add(nodeElement(placed));
      added++;
    }
    for (const edge of reply.edges) {
      if (edges.has(edge.id) || !nodes.has(edge.source) || !nodes.has(edge.target)) continue;
      edges.set(edge.id, edge);
      cy?.add(edgeElement(edge));
    }
    for (const node of reply.nodes) hidden.delete(node.kind);
    drawLegend();
    filter();
    return added;
  }

  function openFact(fact) {
    source.hidden = false;
    reader.show(fact.article, [{ start: fact.start, end: fact.end, level: "strong" }]);
    source.scrollIntoView({ block: "nearest", behavior: calm() ? "auto" : "smooth" });
  }

  async function expand(id) {
    try {
      const reply = await call("relations", "expand", { id, lang });
      const added = add(reply, id);
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
      search.value = "";
      if (start) {
        choose(node.id);
        return;
      }
      if (!nodes.has(node.id)) await expand(node.id);
      if (hidden.delete(node.kind)) { drawLegend(); filter(); }
      choose(node.id, { centre: true });
    } }, h("span", { cls: "pu-swatch", "aria-hidden": "true" }), node.label))) : h("li", { cls: "pu-empty", text: t("table.empty") }));
  }, 180));
  search.addEventListener("keydown", (event) => {
    if (event.key === "Escape") matches.hidden = true;
    if (event.key === "ArrowDown") matches.querySelector("button")?.focus();
    if (event.key === "Enter" && !matches.hidden) matches.querySelector("button")?.click();
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

  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", restyle);
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
