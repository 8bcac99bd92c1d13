import { assertEquals, assertThrows } from "@std/assert";
import { FatalError } from "../../../src/errors.ts";
import { mutated } from "../../faults/mutation_copy.ts";

const edit = { file: "src/step.ts", find: "guard();", replace: "$& // off" };

Deno.test("an edit replaces its text literally", () => {
  assertEquals(mutated("a(); guard(); b();", edit, "guard"), "a(); $& // off b();");
});

Deno.test("an edit throws if its text is missing or repeated, because the table is out of date", () => {
  for (const [text, count] of [["a();", 0], ["guard(); guard();", 2]] as const) {
    assertThrows(
      () => mutated(text, edit, "guard"),
      FatalError,
      `is ${count} times in src/step.ts`,
    );
  }
});
