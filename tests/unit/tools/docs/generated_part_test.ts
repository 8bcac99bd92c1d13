import { assertEquals, assertThrows } from "@std/assert";
import { markdownTable, withGeneratedParts } from "../../../../tools/docs/generated_part.ts";

const page = `Before
<!-- generated: list -->
old
<!-- /generated: list -->
After
`;

Deno.test("withGeneratedParts() replaces what is between the marks of a part, and nothing else", () => {
  assertEquals(
    withGeneratedParts(page, [{ name: "list", markdown: "new\nlines" }]),
    page.replace("old", "new\nlines"),
  );
});

Deno.test("withGeneratedParts() does not change a document that is up to date", () => {
  const parts = [{ name: "list", markdown: "new" }];
  const once = withGeneratedParts(page, parts);
  assertEquals(withGeneratedParts(once, parts), once);
});

Deno.test("withGeneratedParts() refuses a part without its two marks in order, and names them", () => {
  const parts = [{ name: "other", markdown: "" }];
  assertThrows(() => withGeneratedParts(page, parts), Error, "<!-- generated: other -->");
  const turned = "<!-- /generated: other -->\n<!-- generated: other -->";
  assertThrows(() => withGeneratedParts(turned, parts), Error, "<!-- /generated: other -->");
});

Deno.test("markdownTable() escapes bars in cells", () => {
  assertEquals(
    markdownTable(["name", "what"], [["a", "one"], ["b", "x | y"]]),
    "| name | what |\n| --- | --- |\n| a | one |\n| b | x \\| y |",
  );
});
