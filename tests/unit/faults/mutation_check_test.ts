import { assertEquals, assertStringIncludes } from "@std/assert";
import { edit, type Mutation } from "../../faults/mutation.ts";
import { staleRows } from "../../faults/mutation_check.ts";

const row: Mutation = {
  rule: "the guard",
  without: "anything passes",
  edits: edit("src/step.ts", "guard();"),
  scenario: "a thief fails",
  failure: /stolen/,
};
const scenarios = new Set([row.scenario]);
const source = () => "guard(); work();";

Deno.test("staleRows() accepts a row that fits the source and names a scenario", () => {
  assertEquals(staleRows([row], scenarios, source), []);
});

Deno.test("staleRows() names a rule whose text is missing or repeated, or whose file is missing", () => {
  for (const text of ["work();", "guard(); guard();"]) {
    const [complaint = ""] = staleRows([row], scenarios, () => text);
    assertStringIncludes(complaint, `"${row.rule}"`);
  }
  const gone = () => {
    throw new Deno.errors.NotFound("src/step.ts is not there");
  };
  assertEquals(staleRows([row], scenarios, gone), ["the guard: src/step.ts is not there"]);
});

Deno.test("staleRows() names an edit that changes nothing", () => {
  const idle = { ...row, edits: edit("src/step.ts", "guard();", "guard();") };
  const complaint = "the guard: an edit of src/step.ts changes nothing";
  assertEquals(staleRows([idle], scenarios, source), [complaint]);
});

Deno.test("staleRows() applies a row's second edit of a file to the result of the first", () => {
  const edits = [...edit("src/step.ts", "guard();", "work();"), ...edit("src/step.ts", "work();")];
  assertEquals(staleRows([{ ...row, edits }], scenarios, source).length, 1);
});

Deno.test("staleRows() names a scenario that does not exist, and a rule with two rows", () => {
  assertEquals(staleRows([row], new Set(), source), ['the guard: no scenario "a thief fails"']);
  assertEquals(staleRows([row, row], scenarios, source), ["the guard: two rows have this name"]);
});
