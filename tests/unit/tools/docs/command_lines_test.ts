import { assertEquals } from "@std/assert";
import { optionsIn, unknownWords } from "../../../../tools/docs/command_lines.ts";

const vocabulary = {
  tasks: new Map([["start", new Set<string>()], ["test:faults", new Set(["short", "seed"])]]),
  settings: new Set(["WORKERS", "COUNT_WINDOWS"]),
};

function unknownIn(...lines: readonly string[]): string[] {
  return unknownWords(`\`\`\`sh\n${lines.join("\n")}\n\`\`\`\n`, vocabulary);
}

Deno.test("optionsIn() gives the options of a command as they are written on its command line", () => {
  const source = `const options = {
  dryRun: flag("change nothing"),
  from: choice(
    ["input", "output"],
    "what to count",
    "input",
  ),
  count: integer("N", "how many", 4, { min: 1, max: 10 }),
} as const;
const settings = { other: setting("X") };
`;
  assertEquals(optionsIn(source), ["dry-run", "from", "count"]);
  const oneLine = 'const options = { ...filters, json: flag("print one object") } as const;\n';
  assertEquals(optionsIn(oneLine), ["json"]);
  assertEquals(optionsIn('export const filters = {\n  cause: text("CAUSE"),\n};\n'), ["cause"]);
});

Deno.test("unknownWords() accepts command lines whose tasks, options and settings exist", () => {
  assertEquals(
    unknownIn(
      "WORKERS=2 deno task start",
      'deno task test:faults --short --seed "7"   # --all of it, COUNTS=no',
      "deno task start --help",
      "ON_CALL=pagerduty docker compose --profile monitoring up",
    ),
    [],
  );
});

Deno.test("unknownWords() names the task, the option and the setting that do not exist", () => {
  assertEquals(unknownIn("THREADS=2 deno task begin", "deno task test:faults --long | head"), [
    "the setting THREADS",
    "the task begin",
    "the option --long of test:faults",
  ]);
});

Deno.test("unknownWords() reads code in sentences, but no blocks of other languages", () => {
  assertEquals(unknownWords("Set `COUNT_WINDOW=PT1H` and run `deno task go`.", vocabulary), [
    "the setting COUNT_WINDOW",
    "the task go",
  ]);
  assertEquals(unknownWords("```ts\nconst THREADS=2;\n```\n", vocabulary), []);
});
