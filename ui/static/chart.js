// Two populations, one claim: a line between two points, on the page and as a drawing to take away.

import { formatFigure, formatNumber, lang, t } from "./core.js";
import { h, save, svg } from "./dom.js";

/** Two colours and two shapes: the first population, the second. */
const SIDES = ["a", "b"];

export function gapWords(pair) {
  const key = `gaps.by_unit.${pair.unit}`;
  return t(t(key) === key ? "gaps.by_unit.count" : key, { n: formatNumber(pair.gap), currency: pair.currency ?? "" });
}

/**
 * One row: what is said, the line with its two points, and the gap in words.
 * `quoted` gives the sentences themselves instead of the claim, which may lean on words before it;
 * `told` adds the sentence before them, where they stand, and who says otherwise.
 */
export function dumbbell(pair, onpoint, { told = false, quoted = told } = {}) {
  const top = scaleTop(pair);
  const at = (dot) => `${(100 * dot.value) / top}%`;
  const [low, high] = pair.dots[0].value <= pair.dots[1].value ? pair.dots : [pair.dots[1], pair.dots[0]];
  const point = (dot, place) => {
    const side = SIDES[pair.dots.indexOf(dot)];
    // Near an edge the label grows inwards.
    const lean = dot.value > 0.72 * top ? "pu-toleft" : dot.value < 0.28 * top ? "pu-toright" : "";
    return h("button", {
      type: "button", cls: `pu-dot pu-side-${side} pu-${place} ${lean}`, style: `left:${at(dot)};--at:${(100 * dot.value) / top}`,
      "aria-label": t("gaps.dot", { population: dot.side, value: formatFigure(dot) }),
      title: t("ask.see_sentence"), onclick: () => onpoint(dot),
    }, h("span", { cls: "pu-dotlabel" }, h("b", { text: formatFigure(dot) }), " ", dot.side));
  };
  const where = [told && pair.title, told && pair.section, pair.study, pair.year].filter(Boolean);
  return h("div", { cls: "pu-dumbbell" },
    quoted ? [told && pair.before && h("p", { cls: "pu-before", text: pair.before, title: pair.before }), h("p", { cls: "pu-told" }, h("q", { text: pair.quotes.join(" […] ") }))]
      : h("p", { cls: "pu-claim", text: pair.claim }),
    h("div", { cls: "pu-track" },
      h("span", { cls: "pu-bar", style: `left:${at(low)};width:${(100 * (high.value - low.value)) / top}%`, "aria-hidden": "true" }),
      point(low, "low"), point(high, "high")),
    h("p", { cls: "pu-by" }, h("strong", { cls: "pu-gap", text: gapWords(pair) }), where.map((part) => ` · ${part}`)),
    told && pair.dots.flatMap((dot) => dot.conflicts.map((other) => conflict(dot, other, onpoint))));
}

/** A figure of another article that says otherwise, told in words; it opens its sentence. */
export function conflict(dot, other, onpoint) {
  return h("p", { cls: "pu-conflict" }, h("span", { cls: "pu-warn", "aria-hidden": "true", text: "!" }),
    h("button", { type: "button", cls: "pu-inline", onclick: () => onpoint(other), text: t("gaps.conflict", { population: dot.population, mine: formatFigure(dot), other: formatFigure(other), title: other.title }) }));
}

/** The two sides of one answer, study by study, drawn, and ready to be taken away under its question. */
export function comparison(pairs, title, onpoint) {
  const picture = () => drawing(pairs, title);
  return h("figure", { cls: "pu-figure" }, h("figcaption", { cls: "pu-sub", text: t("ask.comparison") }), pairs.map((pair) => dumbbell(pair, onpoint, { quoted: true })),
    h("div", { cls: "pu-actions" },
      h("button", { type: "button", cls: "pu-quiet", text: "PNG", onclick: async () => save("comparacion.png", await toPng(picture()), "image/png") }),
      h("button", { type: "button", cls: "pu-quiet", text: "SVG", onclick: () => save("comparacion.svg", picture(), "image/svg+xml") })));
}

function scaleTop(pair) {
  if (pair.unit === "percent") return 100;
  return Math.max(...pair.dots.map((dot) => dot.value)) * 1.05 || 1;
}

const FONT = "system-ui, 'Liberation Sans', Arial, sans-serif";

/** What a drawing says of a pair: the claim, as a sentence begins. */
const says = (pair) => pair.claim.charAt(0).toUpperCase() + pair.claim.slice(1);

/** Cut a text into three lines at most; what is left out is told by dots. */
function wrap(text, width) {
  const lines = [""];
  for (const word of text.split(/\s+/)) {
    const last = lines[lines.length - 1];
    if ((last + " " + word).trim().length > width && last) lines.push(word.slice(0, width));
    else lines[lines.length - 1] = `${last} ${word}`.trim().slice(0, width);
  }
  return lines.length > 3 ? [...lines.slice(0, 2), `${lines[2].slice(0, width - 1)}…`] : lines;
}

const INK = { dark: "#17212b", soft: "#55606e", line: "#d5dce3", bar: "#8796a5", first: "#0b5c8a", second: "#b4531a" };
const WIDTH = 1150;
const [LEFT, RIGHT] = [400, 880];
const [TOP, ROW] = [84, 96];

const label = (x, y, size, text, more = {}) => svg("text", { x, y, "font-size": size, fill: INK.dark, ...more, text });

/** The chart of several pairs as one SVG that stands by itself. */
export function drawing(pairs, title) {
  const height = TOP + pairs.length * ROW + 44;
  const root = svg("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${WIDTH} ${height}`, width: WIDTH, height, "font-family": FONT, lang });
  root.append(svg("rect", { width: WIDTH, height, fill: "#ffffff" }), label(24, 42, 21, wrap(title, 84)[0], { "font-weight": 650 }));
  // Shares have one scale, told once below; what is counted otherwise is drawn row by row.
  if (pairs.every((pair) => pair.unit === "percent")) {
    for (const tick of [0, 25, 50, 75, 100]) {
      const x = LEFT + ((RIGHT - LEFT) * tick) / 100;
      root.append(svg("line", { x1: x, x2: x, y1: TOP - 12, y2: height - 46, stroke: "#eceff2" }), label(x, height - 32, 11, `${tick} %`, { "text-anchor": "middle", fill: INK.soft }));
    }
  }
  pairs.forEach((pair, i) => root.append(...drawnRow(pair, TOP + i * ROW + 40)));
  root.append(label(24, height - 12, 11, t("gaps.credit"), { fill: INK.soft }));
  return new XMLSerializer().serializeToString(root);
}

function drawnRow(pair, y) {
  const top = scaleTop(pair);
  const x = (value) => LEFT + ((RIGHT - LEFT) * value) / top;
  const lines = wrap(says(pair), 46);
  const [a, b] = pair.dots;
  const low = a.value <= b.value ? a : b;
  const drawn = lines.map((line, n) => label(24, y - 10 + n * 18, 14, line));
  drawn.push(label(24, y - 10 + lines.length * 18, 11, wrap([pair.study, pair.year].filter(Boolean).join(" · ") || pair.title || "", 62)[0], { fill: INK.soft }),
    svg("line", { x1: LEFT, x2: RIGHT, y1: y, y2: y, stroke: INK.line }),
    svg("line", { x1: x(a.value), x2: x(b.value), y1: y, y2: y, stroke: INK.bar, "stroke-width": 5, "stroke-linecap": "round" }),
    label(RIGHT + 24, y + 5, 14, gapWords(pair), { "font-weight": 650 }));
  for (const dot of pair.dots) {
    const at = x(dot.value);
    // Near an edge the label grows inwards, as on the page.
    const anchor = dot.value > 0.72 * top ? "end" : dot.value < 0.28 * top ? "start" : "middle";
    const lean = { end: 8, start: -8, middle: 0 }[anchor];
    drawn.push(dot === a ? svg("circle", { cx: at, cy: y, r: 8, fill: INK.first }) : svg("rect", { x: at - 7, y: y - 7, width: 14, height: 14, fill: INK.second, transform: `rotate(45 ${at} ${y})` }),
      label(at + lean, dot === low ? y + 28 : y - 16, 13, `${formatFigure(dot)} ${dot.side}`, { "text-anchor": anchor }));
  }
  return drawn;
}

/** Bars of one number a name, as one SVG that stands by itself: [name, number, as written]. */
export function bars(rows, title) {
  const [width, left, right, rowHeight, top] = [960, 320, 120, 30, 64];
  const height = top + rows.length * rowHeight + 20;
  const values = rows.map(([, value]) => value);
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const x = (value) => left + ((width - left - right) * (value - low)) / (high - low || 1);
  const root = svg("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${width} ${height}`, width, height, "font-family": FONT, lang, role: "img", "aria-label": title });
  root.append(svg("rect", { width, height, fill: "#ffffff" }), svg("text", { x: 24, y: 38, "font-size": 18, "font-weight": 650, fill: "#17212b", text: title }));
  rows.forEach(([name, value, written], i) => {
    const y = top + i * rowHeight;
    root.append(
      svg("text", { x: left - 12, y: y + 16, "font-size": 13, "text-anchor": "end", fill: "#17212b", text: name.length > 42 ? `${name.slice(0, 41)}…` : name }),
      svg("rect", { x: Math.min(x(0), x(value)), y: y + 3, width: Math.max(1, Math.abs(x(value) - x(0))), height: rowHeight - 11, fill: "#0b5c8a" }),
      svg("text", { x: Math.max(x(0), x(value)) + 8, y: y + 16, "font-size": 13, fill: "#17212b", text: written }));
  });
  return root;
}

/** Draw an SVG text on a canvas, twice its size, and give it as a PNG. */
export function toPng(text) {
  return new Promise((resolve, reject) => {
    const url = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
    const image = new Image();
    image.onload = () => {
      const canvas = h("canvas", { width: image.width * 2, height: image.height * 2 });
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      URL.revokeObjectURL(url);
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error(t("page.unexpected")))), "image/png");
    };
    image.onerror = () => reject(new Error(t("page.unexpected")));
    image.src = url;
  });
}
