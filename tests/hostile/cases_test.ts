import { assert, assertEquals, assertLessOrEqual } from "@std/assert";
import { Random } from "../../src/generator/random.ts";
import { schemaIdOf } from "../../src/pipeline/frame.ts";
import { cases } from "./cases/all.ts";
import { Core } from "./core.ts";
import { type Case, caseList, caseOf } from "./fuzz/cases.ts";
import { Splits } from "./fuzz/splits.ts";
import { fateOf } from "./hostile_value.ts";
import { inventedRegistry } from "./known_schemas.ts";
import { allowedMs, timed } from "./stopwatch.ts";

/** A core that knows the schemas in a case, by the ids in its values. */
function coreOf({ values }: Case): Core {
  const schemas = new Map(values.map(({ hex, schema }) => [schemaIdOf(bytesOf(hex)), schema]));
  return new Core({ idOf: () => 0, schemaOf: (id) => schemas.get(id) ?? null });
}

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.fromHex(hex);
}

function check(found: Case): void {
  const core = coreOf(found);
  for (const { hex, wanted } of found.values) {
    const { result, ms } = timed(() => core.take(bytesOf(hex)), allowedMs);
    assertEquals(fateOf(result.fate), wanted, found.complaint);
    assertLessOrEqual(ms, allowedMs, found.complaint);
  }
  const values = found.values.map(({ hex }) => bytesOf(hex));
  for (let seed = 0; seed < 10; seed++) {
    assert(new Splits(core).agree(values, new Random(seed)), found.complaint);
  }
}

Deno.test("each recorded case keeps the contract", () => {
  for (const found of cases) check(found as Case);
});

Deno.test("a recorded case holds all that is needed to reproduce it", () => {
  const { schemaOf, idOf } = inventedRegistry();
  const login = new Uint8Array([0, 0, 0, 0, 0]);
  new DataView(login.buffer).setInt32(1, idOf("UserLogin"));
  const found = caseOf([login, new Uint8Array([0x7b, 0x7d])], "no complaint", schemaOf);
  assertEquals(found.values.map(({ wanted }) => wanted), ["deadLetter", "deadLetter"]);
  assertEquals(found.values.map(({ schema }) => schema !== null), [true, false]);
  check(found);
});

Deno.test("recorded cases are listed by name, so that two new ones merge without a conflict", () => {
  assertEquals(
    caseList(["b", "a"]),
    `// Written by deno task fuzz.
import case0 from "./a.json" with { type: "json" };
import case1 from "./b.json" with { type: "json" };

/** The values that were found to go wrong once. */
export const cases: readonly unknown[] = [case0 as unknown, case1 as unknown];
`,
  );
});
