import { assert, assertEquals } from "@std/assert";
import { catalogue } from "../faults/catalogue.ts";
import { mutated } from "../faults/mutation_copy.ts";
import { mutations } from "../faults/mutations.ts";
import { root } from "../support/program.ts";

const { state } = Deno.permissions.querySync({ name: "read", path: root });
const mayRead = state === "granted";

function tableTest(promise: string, fn: () => void): void {
  const name = mayRead ? promise : `${promise} (needs --allow-read)`;
  Deno.test({ name, ignore: !mayRead, fn });
}

tableTest("each rule that is switched off still stands once where its row says", () => {
  for (const { rule, edits } of mutations) {
    for (const edit of edits) {
      const text = Deno.readTextFileSync(`${root}${edit.file}`);
      assert(mutated(text, edit, rule) !== text, rule);
    }
  }
});

tableTest("each rule names a scenario that there is, and no rule is there twice", () => {
  const names = new Set(catalogue.map(({ name }) => name));
  for (const { rule, scenario } of mutations) assert(names.has(scenario), `${rule}: ${scenario}`);
  assertEquals(new Set(mutations.map(({ rule }) => rule)).size, mutations.length);
});
