// Builds the page node by node: text is only ever set as text, never parsed as markup.

const SVG = "http://www.w3.org/2000/svg";

// Controls that would turn the reading order around; shown by their code point instead.
const BIDI = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

export function plain(value) {
  return String(value ?? "").replace(BIDI, (c) => `[U+${c.codePointAt(0).toString(16).toUpperCase()}]`);
}

function fill(node, options, children) {
  for (const [key, value] of Object.entries(options ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "text") node.textContent = plain(value);
    else if (key === "data") Object.assign(node.dataset, value);
    else if (key === "value") node.value = value;
    else node.setAttribute(key === "cls" ? "class" : key, value === true ? "" : value);
  }
  for (const child of children.flat(4)) {
    if (child === undefined || child === null || child === false) continue;
    node.append(child instanceof Node ? child : document.createTextNode(plain(child)));
  }
  return node;
}

/** Make an element; options: cls, text, data, value, on<event>, any attribute. */
export function h(tag, options, ...children) {
  return fill(document.createElement(tag), options, children);
}

export function svg(tag, options, ...children) {
  return fill(document.createElementNS(SVG, tag), options, children);
}

/** Replace what is in a node. */
export function put(node, ...children) {
  node.replaceChildren();
  return fill(node, {}, children);
}

export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Scroll a box (not the page) so that a node in it stands at a third of its height. */
export function scrollInto(box, node) {
  const top = node.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop;
  box.scrollTo({ top: Math.max(0, top - box.clientHeight / 3), behavior: calm() ? "auto" : "smooth" });
}

/** Offer a text as a file. */
export function save(name, text, type = "text/plain") {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = h("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

// A cell that a spreadsheet would run as a formula is told to be text.
const FORMULA = /^[=+\-@\t\r]/;

export function csv(rows) {
  const cell = (value) => {
    let text = value === null || value === undefined ? "" : String(value);
    if (FORMULA.test(text) && !/^-?\d+([.,]\d+)?$/.test(text)) text = `'${text}`;
    return /[",\n\r;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return "\ufeff" + rows.map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}

/** Lower case without accents, for search boxes. */
export function fold(text) {
  return plain(text).normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
}

export function debounce(fn, ms = 150) {
  let timer;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => fn(...args), ms);
  };
}
