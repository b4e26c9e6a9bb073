// What answers and checks may come from: an article, a publisher, a year on, a role.

import { recall, t } from "./core.js";
import { h, put } from "./dom.js";
import { choiceBox } from "./table.js";

/** Under which names the address and the server know it. */
const SCOPE = ["article", "publisher", "since", "role"];

/** Boxes to narrow with; `lead` says of what, `onchange` is called once `scope` is another. */
export class Narrowing {
  constructor(lead, cls, onchange) {
    this.lead = lead;
    this.onchange = onchange;
    this.scope = {};
    this.node = h("details", { cls });
  }

  /** Nothing chosen is the whole base. */
  async draw() {
    const choices = await recall("ask", "scopes").catch(() => null);
    if (!choices) return;
    const shown = SCOPE.filter((key) => choices[key].length > 1);
    const name = (key) => (choices[key].find(([value]) => value === this.scope[key]) ?? [0, this.scope[key]])[1];
    const what = SCOPE.filter((key) => this.scope[key]).map(name).join(" · ");
    put(this.node, h("summary", { text: what ? t("ask.narrowed", { what }) : this.lead }),
      h("div", { cls: "pu-filters" }, shown.map((key, place) => choiceBox(t(`ask.scope.${key}`), choices[key], (value) => {
        this.scope = Object.fromEntries(Object.entries({ ...this.scope, [key]: value }).filter(([, one]) => one));
        // Drawn anew, the boxes must not lose who walks them by keyboard.
        this.draw().then(() => this.node.querySelectorAll("select")[place]?.focus());
        this.onchange();
      }, this.scope[key]))));
  }

  /** Choose what an address says; tell whether that is another choice than before. */
  take(address) {
    const named = (values) => Object.fromEntries(SCOPE.filter((key) => values[key]).map((key) => [key, values[key]]));
    const wanted = named(address);
    if (JSON.stringify(wanted) === JSON.stringify(named(this.scope))) return false;
    this.scope = wanted;
    this.draw();
    return true;
  }
}
