import { assertEquals } from "@std/assert";
import { documentFindings } from "../../../../tools/docs/findings.ts";

const vocabulary = { tasks: new Map([["start", new Set<string>()]]), settings: new Set<string>() };

Deno.test("documentFindings() reports names without a target, and tables that do not render", () => {
  const documents = new Map([
    [
      "README.md",
      "Run `deno task begin`, see [a](docs/a.md#there), [b](docs/a.md#gone), [c](c.md)",
    ],
    ["docs/a.md", "# There\n\n| a row |\n"],
  ]);
  assertEquals(documentFindings(documents, vocabulary, new Set(["docs/a.md"])), [
    "README.md names the task begin, which does not exist",
    "README.md names the heading #gone in docs/a.md, which does not exist",
    "README.md names the file c.md, which does not exist",
    "docs/a.md:3 is a row of a table that does not render",
  ]);
});
