import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { UsageError } from "../../../src/errors.ts";
import { type Command, helpOf, parseCall } from "../../../src/terminal/command.ts";
import { choice, flag, integer, several, text } from "../../../src/terminal/option.ts";

const options = {
  count: integer("N", "how many", 10, { min: 1 }),
  fromBeginning: flag("all that is there"),
  kind: choice(["red", "green"], "which color", null),
  file: text("FILE", "where", "here.txt"),
};
const command: Command<typeof options> = { name: "paint", summary: "Paints.", options };
const withFile = { ...command, positional: { placeholder: "TARGET", doc: "what to paint" } };

Deno.test("parseCall() returns every default for an empty command line", () => {
  const values = { count: 10, fromBeginning: false, kind: null, file: "here.txt" };
  assertEquals(parseCall(command, []), { values, positional: null });
});

Deno.test("parseCall() takes a value after its option or after an equals sign", () => {
  const words = ["--count", "3", "--from-beginning", "--kind=green", "--file", "a b"];
  const values = { count: 3, fromBeginning: true, kind: "green" as const, file: "a b" };
  assertEquals(parseCall(command, words), { values, positional: null });
});

Deno.test("parseCall() takes one argument if the command has one, and never two", () => {
  assertEquals(parseCall(withFile, ["wall", "--count", "1"]), {
    values: { count: 1, fromBeginning: false, kind: null, file: "here.txt" },
    positional: "wall",
  });
  assertThrows(() => parseCall(withFile, ["wall", "door"]), UsageError, '"door"');
  assertThrows(() => parseCall(command, ["wall"]), UsageError, 'unexpected argument "wall"');
});

Deno.test("parseCall() names an unknown option in its error", () => {
  assertThrows(() => parseCall(command, ["--colour", "red"]), UsageError, "--colour");
  assertThrows(() => parseCall(command, ["--fromBeginning"]), UsageError, "--fromBeginning");
  assertThrows(() => parseCall(command, ["--file"]), UsageError, "--file");
  assertThrows(() => parseCall(command, ["--from-beginning=yes"]), UsageError, "--from-beginning");
});

Deno.test("parseCall() names the option and its invalid value", () => {
  assertThrows(
    () => parseCall(command, ["--count", "many"]),
    UsageError,
    '--count must be a whole number from 1 to 9007199254740991, not "many"',
  );
  assertThrows(
    () => parseCall(command, ["--kind", "blue"]),
    UsageError,
    "--kind must be one of red, green",
  );
});

Deno.test("parseCall() returns help for --help or -h, whatever else is given", () => {
  assertEquals(parseCall(command, ["--help"]), "help");
  assertEquals(parseCall(command, ["-h"]), "help");
  assertEquals(parseCall(command, ["--count", "many", "--help", "stray"]), "help");
});

Deno.test("helpOf() has a line for each option, with its default", () => {
  assertEquals(
    helpOf(withFile),
    `Paints.

Usage: deno task paint [options] [TARGET]

  TARGET            what to paint
  --count N         how many (default 10)
  --from-beginning  all that is there
  --kind red|green  which color
  --file FILE       where (default here.txt)
  -h, --help        print this help`,
  );
});

const repeatable = {
  ...command,
  options: { color: several("COLORS", "which", (given) => given.split(",")) },
};

Deno.test("parseCall() keeps all values of a repeated option", () => {
  const words = ["--color", "red,green", "--color=blue"];
  assertEquals(parseCall(repeatable, words), {
    values: { color: ["red", "green", "blue"] },
    positional: null,
  });
  assertEquals(parseCall(repeatable, []), { values: { color: [] }, positional: null });
});

Deno.test("helpOf() shows no default if there is none", () => {
  assertStringIncludes(helpOf(repeatable), "  --color COLORS  which\n");
});
