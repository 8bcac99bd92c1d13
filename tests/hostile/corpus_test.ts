import { assert, assertEquals } from "@std/assert";
import { Core } from "./core.ts";
import { families, hostileValues } from "./corpus.ts";
import { fateOf, isWanted } from "./hostile_value.ts";
import { judge } from "./judge/judge.ts";
import { inventedRegistry } from "./known_schemas.ts";

const registry = inventedRegistry();
/**
 * Above this length the judge, which reads character by character, takes too long; the value's
 * construction decides its fate.
 */
const maxJudgedBytes = 20_000;

for (const [family, values] of Object.entries(families)) {
  Deno.test(`hostile values, ${family}: each has its expected fate and none throws`, () => {
    const core = new Core(registry);
    const wrong: string[] = [];
    for (const [name, value, wanted] of values(registry)) {
      const { fate, login } = core.take(value);
      if (!isWanted(fate, wanted)) wrong.push(`${name}: ${fate} and not ${wanted}`);
      if (value === null || value.length > maxJudgedBytes) continue;
      const judged = judge(value, registry.schemaOf);
      if (login !== null) assertEquals<unknown>(login, judged, name);
      const judgedFate = typeof judged === "object" ? "enriched" : judged;
      if (judgedFate !== fateOf(wanted)) wrong.push(`${name}: judged ${judgedFate}, not ${wanted}`);
    }
    assertEquals(wrong, []);
  });
}

Deno.test("the corpus has at least five thousand hostile values, each with its own name", () => {
  const names = Array.from(hostileValues(registry), ({ name }) => name);
  assert(names.length >= 5_000, `${names.length} values`);
  assertEquals(new Set(names).size, names.length);
});

Deno.test("the corpus adds no property to Object.prototype", () => {
  const before = Object.getOwnPropertyNames(Object.prototype);
  const core = new Core(registry);
  for (const [, value] of families["JSON fields"]!(registry)) core.take(value);
  assertEquals(Object.getOwnPropertyNames(Object.prototype), before);
});
