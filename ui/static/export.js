// Export: the whole graph in the formats that others read.

import { busy, problem, recall, t } from "./core.js";
import { h, put } from "./dom.js";

export function mount(panel) {
  const box = h("div", {});
  put(panel, h("div", { cls: "pu-intro" }, h("h1", { text: t("export.title") }), h("p", { text: t("export.lead") })), box);

  async function load() {
    busy(box);
    try {
      const { formats, generation } = await recall("export", "formats");
      put(box, h("ul", { cls: "pu-formats" }, formats.map(({ format, file }) => h("li", {},
        // The generation in the address: what was kept of another one is not sent again.
        h("a", { cls: "pu-format", href: `./recursos/export/${format}?g=${encodeURIComponent(generation)}`, download: file },
          h("b", { text: t(`export.names.${format}`) }), h("span", { cls: "pu-by", text: t(`export.uses.${format}`) }), h("span", { cls: "pu-iri", text: file }))))),
      h("p", { cls: "pu-by", text: t("export.same") }));
    } catch (error) {
      put(box, problem(error));
    }
  }

  load();
  return { refresh: load };
}
