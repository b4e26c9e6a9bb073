// Check: a foreign text, claim by claim, beside the sentences that hold or deny it.

import { call, copyText, downloads, problem, reveal, t } from "./core.js";
import { h, put } from "./dom.js";
import { Reader, cite } from "./reader.js";
import { Narrowing } from "./scope.js";

const MARKS = { supported: "✓", contradicted: "✗", not_found: "?" };

export function mount(panel) {
  const input = h("textarea", { id: "pu-foreign", rows: 6, placeholder: t("verify.placeholder"), spellcheck: "true" });
  const run = h("button", { type: "submit", cls: "pu-primary", text: t("verify.run") });
  const form = h("form", { cls: "pu-verify", onsubmit: (event) => {
    event.preventDefault();
    start();
  } }, h("label", { for: "pu-foreign", cls: "pu-sub", text: t("verify.label") }), input, h("div", { cls: "pu-actions" }, run, h("span", { cls: "pu-by", text: t("verify.help") })));
  const list = h("section", { "aria-label": t("verify.result"), "aria-live": "polite" });
  const source = h("section", { cls: "pu-source", "aria-label": t("ask.source") });
  const pair = h("div", { cls: "pu-pair", hidden: true }, list, source);
  const narrowing = new Narrowing(t("verify.narrow"), "pu-within", () => pair.hidden || start());
  put(panel, h("div", { cls: "pu-intro" }, h("h1", { text: t("tabs.verify") }), h("p", { text: t("verify.lead") })), form, narrowing.node, pair);
  let checks = 0;
  const reader = new Reader(source, { empty: t("gaps.empty_source") });

  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      start();
    }
  });

  async function start() {
    const turn = ++checks;
    if (!input.value.trim()) {
      pair.hidden = true;
      run.disabled = false;
      input.focus();
      return;
    }
    run.disabled = true;
    pair.hidden = false;
    put(list, h("p", { cls: "pu-busy", role: "status", text: t("verify.running") }));
    try {
      const { verdicts } = await call("verify", "check", { text: input.value, scope: narrowing.scope });
      if (turn === checks) draw(verdicts);
    } catch (error) {
      if (turn === checks) put(list, problem(error));
    } finally {
      if (turn === checks) run.disabled = false;
    }
  }

  function open(citation, { move = true } = {}) {
    reader.show(citation.article, [{ start: citation.start, end: citation.end, level: "strong" }]);
    if (move) reveal(source);
  }

  const outcome = (verdict) => t(`verify.outcomes.${verdict.verdict}`);
  function reason(verdict) {
    const says = verdict.says.join("; ");
    const told = t(`verify.reasons.${verdict.reason}`, { says });
    return verdict.verdict === "supported" && !told.includes(says) ? `${told} ${t("verify.also", { says })}` : told;
  }

  function draw(verdicts) {
    const counts = Object.fromEntries(Object.keys(MARKS).map((name) => [name, verdicts.filter((one) => one.verdict === name).length]));
    const rows = () => [[t("verify.claim"), t("figures.value"), t("verify.outcome"), t("verify.reason"), t("gaps.quote"), t("figures.article")],
      ...verdicts.map((one) => [one.claim, one.figure, outcome(one), reason(one), one.citations.map((citation) => citation.quote).join(" […] "), one.citations.map((citation) => citation.title).join("; ")])];
    const asText = () => verdicts.map((one) => [`${outcome(one)}${one.figure ? ` · ${one.figure}` : ""} · ${one.claim}`, `  ${reason(one)}`, ...one.citations.map((citation) => `  ${cite(citation, "plain")}`)].join("\n")).join("\n\n");
    put(list,
      h("p", { cls: "pu-count", role: "status", text: t("verify.total", { n: verdicts.length, ...counts }) }),
      h("ol", { cls: "pu-verdicts" }, verdicts.map((verdict) => h("li", { cls: `pu-verdict v-${verdict.verdict}` },
        h("p", { cls: "pu-outcome" }, h("span", { cls: "pu-outcomemark", "aria-hidden": "true", text: MARKS[verdict.verdict] }), h("strong", { text: outcome(verdict) }), verdict.figure && ` · ${verdict.figure}`),
        h("p", { cls: "pu-told", text: verdict.claim }),
        h("p", { text: reason(verdict) }),
        verdict.citations.map((citation) => h("button", { type: "button", cls: "pu-passage", onclick: () => open(citation) },
          h("q", { cls: "pu-quote", text: citation.quote }), h("span", { cls: "pu-by", text: citation.title })))))),
      h("div", { cls: "pu-actions" },
        h("button", { type: "button", cls: "pu-quiet", text: t("verify.copy"), onclick: (event) => copyText(asText(), event.currentTarget) }), downloads("comprobacion", rows)));
    const first = verdicts.flatMap((verdict) => verdict.citations)[0];
    if (first) open(first, { move: false });
  }

  narrowing.draw();
  return { refresh: () => narrowing.draw() };
}
