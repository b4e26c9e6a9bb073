// What every tab shares: words, calls to the server, the address, the message line.

import { csv, h, put, save } from "./dom.js";

const boot = window.puente.boot;
export const lang = boot.lang;

/** The words at a dotted path, with {name} filled in. */
export function t(path, values) {
  let words = boot.texts;
  for (const step of path.split(".")) words = words?.[step];
  if (typeof words !== "string") return words ?? path;
  return words.replace(/\{(\w+)\}/g, (whole, key) => (values && key in values ? String(values[key]) : whole));
}

const servers = {};
export const panels = {};

export function attach(name, element, server) {
  panels[name] = element.querySelector(".pu-panel") ?? element;
  servers[name] = server;
}

/** Call a function of a tab on the server; an expected error becomes an Error with its words. */
export async function call(panel, name, payload = {}) {
  let reply;
  try {
    reply = await servers[panel][name](payload);
  } catch {
    throw new Error(t("page.unexpected"));
  }
  if (!reply || typeof reply !== "object" || !("ok" in reply)) throw new Error(t("page.unexpected"));
  if (!reply.ok) throw new Error(reply.error);
  return reply;
}

const number = new Intl.NumberFormat(lang, { maximumFractionDigits: 2, useGrouping: "always" });
export const formatNumber = (value) => number.format(Number(value));

/** An ISO date, as precise as it is, as people write it. */
export function formatDate(iso) {
  if (!iso) return "";
  const [year, month, day] = String(iso).split("-").map(Number);
  if (!month) return String(year);
  const options = day ? { day: "numeric", month: "long", year: "numeric" } : { month: "long", year: "numeric" };
  return new Intl.DateTimeFormat(lang, { ...options, timeZone: "UTC" }).format(Date.UTC(year, month - 1, day || 1));
}

/** A figure with comparator and unit: "más del 33,3 %". */
export function formatFigure(fact) {
  const value = formatNumber(fact.value);
  const unit = fact.unit === "currency" ? fact.currency ?? "" : t(`units.${fact.unit}`);
  const sign = { exactly: "", moreThan: ">\u00a0", lessThan: "<\u00a0", atLeast: "≥\u00a0", atMost: "≤\u00a0", about: "≈\u00a0" };
  const lead = sign[fact.comparator ?? "exactly"] ?? "";
  if (fact.unit === "multiple") return `${lead}${unit}${value}`;
  if (fact.unit === "rank") return `${lead}${value}${unit}`;
  return `${lead}${value}${unit ? "\u00a0" + unit : ""}`;
}

/** Who was asked: "> 400 ejecutivos de marketing; 250 ejecutivos de TI". */
export function formatSamples(samples) {
  const words = (samples ?? []).map((one) => `${formatFigure({ ...one, value: one.size, unit: "count" })}${one.population ? ` ${one.population}` : ""}`);
  return [...new Set(words)].join("; ");
}

// The address: ?tab=, ?q=, ?a= (article), ?at= (start-end), and what a tab adds.
export function readAddress() {
  return Object.fromEntries(new URLSearchParams(location.search));
}

export function writeAddress(values, { replace = false } = {}) {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) if (value) query.set(key, value);
  if (lang !== "es") query.set("lang", lang);
  const address = query.size ? `?${query}` : location.pathname;
  if (query.toString() === new URLSearchParams(location.search).toString()) return;
  history[replace ? "replaceState" : "pushState"](null, "", address);
  window.dispatchEvent(new Event("puente:address"));
}

/** Show a tab; app.js listens. */
export function go(tab, values = {}) {
  window.dispatchEvent(new CustomEvent("puente:go", { detail: { tab, values } }));
}

export function problem(error) {
  return h("div", { cls: "pu-problem", role: "alert" }, h("strong", { text: t("page.problem") }), " ", error.message);
}

export function busy(node, words = t("page.loading")) {
  put(node, h("p", { cls: "pu-busy", role: "status" }, h("span", { cls: "pu-dots", "aria-hidden": "true" }), words));
}

/** Load a tab's records once a generation. */
const kept = new Map();
export function recall(panel, name, payload = {}) {
  const key = `${panel}.${name}.${JSON.stringify(payload)}`;
  if (!kept.has(key)) {
    const asked = call(panel, name, payload);
    kept.set(key, asked);
    asked.catch(() => kept.delete(key));
  }
  return kept.get(key);
}
export const forget = () => kept.clear();

export const KINDS = ["role", "population", "organization", "person", "study", "statistic", "recommendation", "article"];

/** Copy a text and say so on the button that asked for it. */
export async function copyText(text, button) {
  const before = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = t("cite.copied");
  } catch {
    button.textContent = t("cite.not_copied");
  }
  setTimeout(() => (button.textContent = before), 1600);
}

/** Buttons that download what a table shows: rows() gives the titles first, then the cells. */
export function downloads(name, rows) {
  const button = (text, act) => h("button", { type: "button", cls: "pu-quiet", text, onclick: act });
  return [
    button("CSV", () => save(`${name}.csv`, csv(rows()), "text/csv")),
    button("XLSX", async (event) => {
      const [columns, ...cells] = rows();
      const before = event.currentTarget;
      before.disabled = true;
      try {
        const { file } = await call("shell", "workbook", { name, columns, rows: cells });
        save(`${name}.xlsx`, Uint8Array.from(atob(file), (c) => c.charCodeAt(0)), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
      } catch (error) {
        before.after(problem(error));
      } finally {
        before.disabled = false;
      }
    }),
  ];
}

/** Whether answer and source stand side by side; on a phone the source lies below. */
export const wide = () => matchMedia("(min-width: 900px)").matches;

/** On a phone, bring the source into sight. */
export function reveal(box) {
  if (!wide()) box.scrollIntoView({ behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth", block: "start" });
}
