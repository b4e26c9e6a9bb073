// How the drawing of the graph looks, and what is taken away of it.

import { KINDS } from "./core.js";
import { plain } from "./dom.js";

const HUBS = ["role", "organization", "person", "population", "study", "article"].map((kind) => `node[kind = "${kind}"]`).join(", ");
const SHAPES = { role: "ellipse", population: "octagon", organization: "round-rectangle", person: "round-triangle", study: "diamond", statistic: "round-tag", recommendation: "hexagon", article: "rectangle" };

// As many letters of a label as the drawing shows; the server leaves room for as many.
const LETTERS = 34;
const shorten = (label) => (plain(label).length > LETTERS ? `${plain(label).slice(0, LETTERS - 1).trimEnd()}…` : plain(label));

export const nodeElement = (node) => ({ group: "nodes", data: { ...node, short: shorten(node.label), size: 14 + Math.min(26, 5 * Math.sqrt(node.degree)) }, position: { x: node.x, y: node.y } });
export const edgeElement = (edge) => ({ group: "edges", data: edge });

/** Cytoscape's style sheet; `of` gives a colour of the page by its name. */
export function styles(of, zoom) {
  const near = Math.min(1.4, Math.max(0.4, zoom));
  const told = { "min-zoomed-font-size": 0, "text-opacity": 1, "text-outline-opacity": 1, "z-index": 5 };
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
    { selector: "node.quiet", style: { "text-opacity": 0, "text-outline-opacity": 0 } },
    { selector: "edge", style: { width: 1.2, "line-color": of("--line-strong"), "curve-style": "haystack", opacity: 0.75 } },
    { selector: "edge.near", style: { width: 2, "line-color": of("--accent"), opacity: 1 } },
    { selector: "edge.over, edge.chosen, edge.path", style: { width: 4, "line-color": of("--accent"), opacity: 1, label: "data(label)", "font-size": 11.5 / near, color: of("--ink"), "text-outline-color": of("--surface"), "text-outline-width": 2.5 / near, "z-index": 8 } },
    { selector: 'node[kind != "recommendation"].near, node.over, node.chosen, node.path', style: told },
    { selector: "node.chosen, node.path", style: { "border-width": 4, "border-color": of("--accent"), "min-zoomed-font-size": 0, "z-index": 9 } },
    { selector: ".away", style: { opacity: 0.14, "text-opacity": 0, "text-outline-opacity": 0 } },
    { selector: ".hidden", style: { display: "none" } },
  ];
}

/** Hide the labels that would lie over another: the best connected keep theirs. */
export function thinLabels(cy) {
  const kept = [];
  const nodes = cy.nodes(":visible").sort((a, b) => b.degree() - a.degree());
  cy.batch(() => nodes.forEach((node) => {
    node.removeClass("quiet");
    const box = node.renderedBoundingBox({ includeNodes: false, includeEdges: false, includeOverlays: false });
    const over = kept.some((other) => box.x1 < other.x2 && box.x2 > other.x1 && box.y1 < other.y2 && box.y2 > other.y1);
    if (over) node.addClass("quiet");
    else kept.push(box);
  }));
}

/** The nodes and edges shown, as GraphML. */
export function graphml(nodes, edges) {
  const xml = (text) => String(text).replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/g, "").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
  const key = (id, on) => `<key id="${id}" for="${on}" attr.name="${id}" attr.type="string"/>`;
  const ids = new Set(nodes.map((node) => node.id));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">${key("label", "node")}${key("kind", "node")}${key("relation", "edge")}<graph edgedefault="directed">\n` +
    nodes.map((node) => `<node id="${xml(node.id)}"><data key="label">${xml(node.label)}</data><data key="kind">${xml(node.kind)}</data></node>`).join("\n") + "\n" +
    edges.filter((edge) => ids.has(edge.source) && ids.has(edge.target)).map((edge) => `<edge source="${xml(edge.source)}" target="${xml(edge.target)}"><data key="relation">${xml(edge.label)}</data></edge>`).join("\n") + "\n</graph></graphml>\n";
}
