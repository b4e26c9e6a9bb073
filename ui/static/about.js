// About: what the base holds, how it was made, and how to read the page.

import { busy, formatDate, formatNumber, problem, recall, t } from "./core.js";
import { h, put } from "./dom.js";
import { Table } from "./table.js";

export function mount(panel) {
  const box = h("div", {});
  put(panel, h("div", { cls: "pu-intro" }, h("h1", { text: t("about.title") }), h("p", { text: t("about.lead") })), box);

  async function load() {
    busy(box);
    try {
      const { manifest, writer } = await recall("about", "manifest");
      const row = (key, value) => [h("dt", { text: t(`about.${key}`) }), h("dd", { text: value })];
      put(box,
        h("div", { cls: "pu-totals" }, Object.entries(manifest.totals).map(([key, value]) => h("div", { cls: "pu-total" }, h("b", { text: formatNumber(value) }), h("span", { text: t(`counts.${key}`) === `counts.${key}` ? key : t(`counts.${key}`) })))),
        h("h2", { cls: "pu-sub", text: t("about.made") }),
        h("dl", { cls: "pu-facts pu-wide" },
          row("generation", manifest.id), row("created", `${formatDate(manifest.created.slice(0, 10))}, ${manifest.created.slice(11, 16)} UTC`), row("puente", manifest.puente), row("extractor", manifest.extractor),
          row("model", `${manifest.model.name} · ${formatNumber(manifest.model.dimension)} ${t("about.dimensions")}`), row("model_sha", manifest.model.sha256),
          row("vocabulary", manifest.vocabulary), row("names", manifest.names)),
        h("details", {}, h("summary", { text: t("about.checksums", { n: formatNumber(manifest.checksums.length) }) }),
          new Table({ caption: t("about.checksums", { n: manifest.checksums.length }), rows: manifest.checksums.map(([file, sha]) => ({ file, sha })), columns: [
            { key: "file", title: t("about.file"), show: (one) => h("span", { cls: "pu-iri", text: one.file }) }, { key: "sha", title: "SHA-256", show: (one) => h("span", { cls: "pu-iri", text: one.sha }) },
          ] }).node),
        h("h2", { cls: "pu-sub", text: t("about.promises") }),
        h("ul", { cls: "pu-promises" }, t("about.promise_list").map((text) => h("li", { text }))),
        writer && h("p", { cls: "pu-note", text: t("about.promise_model", writer) }),
        manifest.skipped.length > 0 && [h("h2", { cls: "pu-sub", text: t("articles.skipped", { n: manifest.skipped.length }) }), h("ul", {}, manifest.skipped.map((entry) => h("li", { text: `${entry.source}: ${entry.reason}` })))]);
    } catch (error) {
      put(box, problem(error));
    }
  }

  load();
  return { refresh: load };
}
