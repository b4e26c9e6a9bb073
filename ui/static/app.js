// Starts the page: navigation, language, state of the base, and the tab that the address names.

import { attach, call, forget, lang, panels, readAddress, t, writeAddress } from "./core.js";
import { h, put } from "./dom.js";

const TABS = ["ask", "gaps", "figures", "advice", "verify", "relations", "articles", "sparql", "export", "about"];
const tabs = {};
const buttons = {};
let shown = null;
let generation = null;

window.puente.attach = (name, element, server) => {
  attach(name, element, server);
  if (["shell", ...TABS].every((panel) => panels[panel])) start();
};
for (const panel of window.puente.queue.splice(0)) window.puente.attach(...panel);

let started = false;
function start() {
  if (started) return;
  started = true;
  drawShell();
  for (const name of TABS) {
    const panel = panels[name];
    panel.id = `tab-${name}`;
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", `nav-${name}`);
    panel.hidden = true;
  }
  window.addEventListener("popstate", () => open(readAddress()));
  window.addEventListener("puente:go", ({ detail }) => {
    writeAddress({ tab: detail.tab === "ask" ? "" : detail.tab, ...detail.values });
    open({ tab: detail.tab, ...detail.values });
  });
  window.addEventListener("puente:check", () => {
    clearTimeout(waiting);
    watch();
  });
  open(readAddress());
  watch();
}

function drawShell() {
  const list = h("div", { cls: "pu-tabs", role: "tablist", "aria-label": t("page.sections") });
  for (const name of TABS) {
    buttons[name] = h("button", {
      type: "button", role: "tab", id: `nav-${name}`, "aria-controls": `tab-${name}`, cls: "pu-tab",
      text: t(`tabs.${name}`), onclick: () => choose(name),
    });
    list.append(buttons[name]);
  }
  // Where there are more tabs than room, the edge behind which they are fades.
  const fade = () => {
    list.classList.toggle("pu-moreleft", list.scrollLeft > 1);
    list.classList.toggle("pu-moreright", list.scrollLeft + list.clientWidth < list.scrollWidth - 1);
  };
  list.addEventListener("scroll", fade, { passive: true });
  new ResizeObserver(fade).observe(list);
  list.addEventListener("keydown", (event) => {
    const at = TABS.indexOf(shown);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: TABS.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const name = TABS[(to + TABS.length) % TABS.length];
    choose(name);
    buttons[name].focus();
  });
  const other = lang === "es" ? "en" : "es";
  const language = h("a", {
    cls: "pu-language", lang: other, hreflang: other, href: "?", text: t("page.other_language"),
    onclick: (event) => {
      event.preventDefault();
      const query = new URLSearchParams(location.search);
      if (other === "es") query.delete("lang");
      else query.set("lang", other);
      location.search = query.toString();
    },
  });
  const brand = h("a", { cls: "pu-brand", href: "?", "aria-label": t("page.home"), onclick: (event) => {
    event.preventDefault();
    choose("ask");
  } }, h("img", { src: "./recursos/puente.svg", alt: "", width: 26, height: 26 }), h("span", { text: "Puente" }));
  put(panels.shell,
    h("a", { cls: "pu-skip", href: "#", text: t("page.skip"), onclick: (event) => {
      event.preventDefault();
      const target = panels[shown].querySelector("input, textarea, button, [tabindex]");
      target?.focus();
    } }),
    h("header", { cls: "pu-head" }, brand, h("nav", { "aria-label": t("page.sections") }, list),
      h("div", { cls: "pu-tools" }, h("span", { cls: "pu-state", id: "pu-state", role: "status" }), language)),
    h("div", { id: "pu-notice", role: "alert" }));
}

function choose(name) {
  const values = tabs[name]?.address?.() ?? {};
  writeAddress({ tab: name === "ask" ? "" : name, ...values });
  open({ tab: name, ...values }, false);
}

async function open(address, apply = true) {
  const name = TABS.includes(address.tab) ? address.tab : "ask";
  shown = name;
  for (const tab of TABS) {
    const here = tab === name;
    panels[tab].hidden = !here;
    panels[tab].closest(".block")?.classList.toggle("pu-away", !here);
    buttons[tab].setAttribute("aria-selected", String(here));
    buttons[tab].tabIndex = here ? 0 : -1;
  }
  const list = buttons[name].parentElement;
  list.scrollTo({ left: buttons[name].offsetLeft - list.clientWidth / 2 + buttons[name].clientWidth / 2 });
  document.title = `${t(`tabs.${name}`)} · Puente`;
  const fresh = !tabs[name];
  if (fresh) {
    tabs[name] = {};
    const made = await import(`./${name}.js`);
    tabs[name] = made.mount(panels[name]);
  }
  if (fresh || apply) tabs[name].open?.(address);
}

let waiting;
// The base may be absent, still loading, or swapped by a build while the page is open.
async function watch() {
  const state = document.getElementById("pu-state");
  const notice = document.getElementById("pu-notice");
  let wait = 20000;
  try {
    const now = await call("shell", "state");
    state.textContent = now.base === "ready" ? "" : t(`state.${now.base}`);
    state.dataset.base = now.base;
    put(notice, now.base === "absent" && h("div", { cls: "pu-problem" }, h("strong", { text: t("state.absent") }), " · ", now.message));
    if (now.generation && generation !== now.generation) {
      if (generation !== null || notice.dataset.absent) {
        forget();
        for (const tab of Object.values(tabs)) tab.refresh?.();
      }
      generation = now.generation;
    }
    if (now.base === "absent") notice.dataset.absent = "1";
    else delete notice.dataset.absent;
    if (now.base !== "ready") wait = 1500;
  } catch {
    state.textContent = t("state.unreachable");
    state.dataset.base = "absent";
    wait = 4000;
  }
  clearTimeout(waiting);
  waiting = setTimeout(watch, wait);
}
