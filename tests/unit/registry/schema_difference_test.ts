import { assertEquals } from "@std/assert";
import { differences } from "../../../src/registry/schema_difference.ts";
import type { Level } from "../../../src/registry/subjects.ts";

type Fields = readonly Record<string, unknown>[];

const a = { name: "a", type: "string" };
const optional = { name: "b", type: ["null", "string"], default: null };
const required = { name: "b", type: "string" };

function record(fields: Fields, name = "R"): string {
  return JSON.stringify({ type: "record", name, fields });
}

function between(older: Fields, newer: Fields, level: Level): string[] {
  return differences(record(newer), { version: 3, schema: record(older) }, level);
}

Deno.test("both compatibility levels allow an optional field to be added and removed", () => {
  for (const level of ["BACKWARD_TRANSITIVE", "FULL_TRANSITIVE"] as const) {
    assertEquals(between([a], [a, optional], level), []);
    assertEquals(between([a, optional], [a], level), []);
    assertEquals(between([a, optional], [optional, a], level), []);
  }
});

Deno.test("an added field without a default is reported with the rule that it breaks", () => {
  const found = 'field "b" was added without a default: ' +
    "BACKWARD_TRANSITIVE requires that the new schema can read data of version 3";
  assertEquals(between([a], [a, required], "BACKWARD_TRANSITIVE"), [found]);
});

Deno.test("a removed field without a default breaks only full compatibility", () => {
  const found = 'field "b" was removed and has no default: ' +
    "FULL_TRANSITIVE requires that version 3 can read data of the new schema";
  assertEquals(between([a, required], [a], "FULL_TRANSITIVE"), [found]);
  assertEquals(between([a, required], [a], "BACKWARD_TRANSITIVE"), []);
});

Deno.test("a widened field reads old records, but old readers cannot read new ones", () => {
  const int = [{ name: "n", type: "int" }];
  const long = [{ name: "n", type: "long" }];
  assertEquals(between(int, long, "BACKWARD_TRANSITIVE"), []);
  assertEquals(between(int, long, "FULL_TRANSITIVE"), [
    'field "n" changed from "int" to "long": ' +
    "FULL_TRANSITIVE requires that version 3 can read data of the new schema",
  ]);
});

Deno.test("a nested field is reported by its path", () => {
  const outer = (fields: Fields) => [
    { name: "outer", type: { type: "record", name: "Inner", fields } },
  ];
  const found = between(outer([a]), outer([a, required]), "BACKWARD_TRANSITIVE");
  assertEquals(found.map((sentence) => sentence.split(":")[0]), [
    'field "outer.b" was added without a default',
  ]);
});

Deno.test("a renamed field is compatible through its alias", () => {
  const renamed = [{ name: "c", type: "string", aliases: ["a"] }];
  assertEquals(between([a], renamed, "BACKWARD_TRANSITIVE"), []);
});

Deno.test("types of the same name are compared by their contents", () => {
  const symbols = (...symbols: string[]) => [
    { name: "e", type: { type: "enum", name: "E", symbols } },
  ];
  const [found = ""] = between(symbols("A", "B"), symbols("A"), "BACKWARD_TRANSITIVE");
  assertEquals(found.includes('["A","B"]') && found.includes('["A"]'), true);
});

Deno.test("a record of another name is not compatible", () => {
  const older = { version: 1, schema: record([a]) };
  assertEquals(differences(record([a], "S"), older, "BACKWARD_TRANSITIVE"), [
    'the record changed from "R" to "S": ' +
    "BACKWARD_TRANSITIVE requires that the new schema can read data of version 1",
  ]);
});

Deno.test("differences() reports a text that is not an Avro schema", () => {
  const older = { version: 1, schema: "message M {}" };
  assertEquals(differences("{", older, "FULL_TRANSITIVE"), [
    "the new schema is not an Avro schema",
  ]);
  assertEquals(differences(record([a]), older, "FULL_TRANSITIVE"), [
    "version 1 is not an Avro schema",
  ]);
});
