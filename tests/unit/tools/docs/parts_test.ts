import { assertEquals, assertStringIncludes } from "@std/assert";
import { rejectionCodes } from "../../../../src/pipeline/rejection.ts";
import { settings } from "../../../../src/settings/config.ts";
import {
  causeParts,
  commandParts,
  consumeParts,
  settingsParts,
} from "../../../../tools/docs/parts.ts";

const tasks = { start: { description: "run the processor", command: "deno run src/main.ts" } };
const examples = [{ title: "Python", language: "python", text: "print('login')\n" }];
const parts = [
  ...consumeParts(examples),
  ...commandParts(tasks),
  ...settingsParts(),
  ...causeParts(),
];

function part(name: string): string {
  return parts.find((candidate) => candidate.name === name)?.markdown ?? "";
}

Deno.test("commandParts() lists each task with its description", () => {
  assertStringIncludes(part("tasks"), "| `deno task start` | run the processor |");
});

Deno.test("consumeParts() folds each example under its title, with its text unchanged", () => {
  const fold = "<details><summary>Python</summary>\n\n```python\nprint('login')\n```\n\n</details>";
  assertEquals(part("consumers"), fold);
});

Deno.test("settingsParts() lists every setting, in the order of the table of settings", () => {
  const named = [...part("settings").matchAll(/^\| `(\w+)`/gm)].map(([, env]) => env);
  assertEquals(named, Object.values(settings).map(({ env }) => env));
});

Deno.test("settingsParts() shows a default, and that a secret can come from a file", () => {
  assertStringIncludes(part("settings"), "| `INPUT_TOPIC` | `user-login` |");
  assertStringIncludes(
    part("settings"),
    "`KAFKA_SASL_PASSWORD` or `KAFKA_SASL_PASSWORD_FILE` |  |",
  );
});

Deno.test("causeParts() lists every cause of a dead letter", () => {
  const named = [...part("causes").matchAll(/^\| `(\w+)`/gm)].map(([, code]) => code);
  assertEquals(named, [...rejectionCodes]);
});
