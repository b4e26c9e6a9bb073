// Runs queries by Comunica on an endpoint: node comunica.mjs ADDRESS < [{"kind", "query"}] as JSON.
import { readFileSync } from "node:fs";
import { QueryEngine } from "@comunica/query-sparql";

const [address] = process.argv.slice(2);
const engine = new QueryEngine();
const answers = [];
for (const { kind, query, source } of JSON.parse(readFileSync(0, "utf-8"))) {
  const sources = [source === "plain" ? address : { type: "sparql", value: address }];
  if (kind === "ask") {
    answers.push(await engine.queryBoolean(query, { sources }));
  } else if (kind === "construct") {
    answers.push((await (await engine.queryQuads(query, { sources })).toArray()).length);
  } else {
    const rows = await (await engine.queryBindings(query, { sources })).toArray();
    answers.push(rows.map((row) => Object.fromEntries(
      [...row].map(([name, term]) => [name.value, term.value]))));
  }
}
process.stdout.write(JSON.stringify(answers));
