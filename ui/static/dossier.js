// A report of the session: the questions that are ticked, as a file to hand on.

import { t } from "./core.js";
import { h } from "./dom.js";

const FORMATS = ["docx", "md", "xlsx"];

/** What to take away of `questions`, the one that was just answered first; answers come from `scope` only. */
export function dossier(questions, scope) {
  const boxes = questions.map((question, place) => h("input", { type: "checkbox", checked: true, value: question, id: `pu-report-${place}` }));
  const links = FORMATS.map((format) => h("a", { cls: "pu-quiet", text: t(`report.${format}`), download: `informe.${format}` }));
  const update = () => {
    const chosen = boxes.filter((box) => box.checked).map((box) => box.value);
    links.forEach((link, place) => {
      const query = new URLSearchParams({ ...scope, format: FORMATS[place] });
      for (const question of chosen) query.append("q", question);
      // Without an address a link is neither followed nor reached by keyboard.
      if (chosen.length) link.setAttribute("href", `./api/v1/dossier?${query}`);
      else link.removeAttribute("href");
    });
  };
  for (const box of boxes) box.addEventListener("change", update);
  update();
  return h("details", { cls: "pu-report" }, h("summary", { text: t("report.title") }),
    h("p", { cls: "pu-by", text: t("report.lead") }),
    questions.length > 1 && h("ul", { cls: "pu-ticks" }, boxes.map((box) => h("li", {}, box, h("label", { for: box.id, text: box.value })))),
    h("div", { cls: "pu-actions" }, links));
}
