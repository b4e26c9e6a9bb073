// Adding articles, where the server allows it: files up, a build with its progress, what was skipped.

import { call, formatNumber, problem, t } from "./core.js";
import { h, put } from "./dom.js";

const ADDRESS = "./recursos/upload";
const KNOWN = ".txt,.md,.html,.htm,.pdf,.docx,.zip";
const EVERY = 700;

/** A box that takes files; `ondone` is called when a build has ended. */
export function uploadBox(ondone) {
  const input = h("input", { type: "file", multiple: true, accept: KNOWN, id: "pu-files", onchange: () => send([...input.files]) });
  const told = h("div", { cls: "pu-uploaded", role: "status" });
  const node = h("details", { cls: "pu-upload" }, h("summary", { text: t("upload.title") }),
    h("p", { cls: "pu-by", text: t("upload.lead") }),
    h("label", { cls: "pu-drop", for: "pu-files" }, h("span", { text: t("upload.choose") }), input), told);
  node.addEventListener("dragover", (event) => event.preventDefault());
  node.addEventListener("drop", (event) => {
    event.preventDefault();
    send([...event.dataTransfer.files]);
  });

  async function send(files) {
    if (!files.length) return;
    input.disabled = true;
    const failed = [];
    let sent = 0;
    for (const file of files) {
      put(told, h("p", { text: t("upload.sending", { n: formatNumber(sent + failed.length + 1), all: formatNumber(files.length) }) }));
      try {
        const reply = await fetch(`${ADDRESS}?${new URLSearchParams({ name: file.name })}`, { method: "POST", body: file, headers: { "x-puente": "upload", "content-type": "application/octet-stream" } });
        const { ok, error } = await reply.json();
        if (ok) sent++;
        else failed.push({ source: file.name, reason: error });
      } catch {
        failed.push({ source: file.name, reason: t("page.unexpected") });
      }
    }
    input.value = "";
    try {
      if (sent) {
        await call("articles", "build");
        await watch(failed);
      } else {
        put(told, skippedList(failed));
      }
    } catch (error) {
      put(told, problem(error));
    } finally {
      input.disabled = false;
    }
  }

  async function watch(failed) {
    for (;;) {
      const now = await call("articles", "building");
      if (!now.running) {
        put(told, now.error ? problem(new Error(now.error)) : h("p", { text: t(now.read === 1 ? "upload.done_one" : "upload.done", { n: formatNumber(now.read), all: formatNumber(now.articles) }) }), skippedList([...failed, ...(now.skipped ?? [])]));
        ondone();
        return;
      }
      const stage = t(`upload.stages.${now.stage}`);
      put(told, h("p", { text: now.total ? t("upload.step_of", { stage, n: formatNumber(now.done), all: formatNumber(now.total) }) : t("upload.step", { stage, n: formatNumber(now.done) }) }),
        h("progress", { "aria-label": t("upload.progress"), ...(now.total ? { max: now.total, value: now.done } : {}) }));
      await new Promise((resolve) => setTimeout(resolve, EVERY));
    }
  }

  return node;
}

/** What could not be read, each with its reason. */
export function skippedList(entries) {
  return entries.length > 0 && h("ul", { cls: "pu-skippedlist" }, entries.map((entry) => h("li", {}, h("b", { text: entry.source }), `: ${entry.reason}`)));
}
