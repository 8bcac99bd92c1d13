import { assertEquals, assertThrows } from "@std/assert";
import { markdownTable, withGeneratedParts } from "../../../../tools/docs/generated_part.ts";

const page = `Before
<!-- generated: list -->
old
<!-- /generated: list -->
After
`;

Deno.test("a part stands between its marks, and the rest stays as it is", () => {
  assertEquals(
    withGeneratedParts(page, [{ name: "list", markdown: "new\nlines" }]),
    page.replace("old", "new\nlines"),
  );
});

Deno.test("a document that is up to date does not change", () => {
  const parts = [{ name: "list", markdown: "new" }];
  const once = withGeneratedParts(page, parts);
  assertEquals(withGeneratedParts(once, parts), once);
});

Deno.test("a part without its two marks in their order is an error that names them", () => {
  const parts = [{ name: "other", markdown: "" }];
  assertThrows(() => withGeneratedParts(page, parts), Error, "<!-- generated: other -->");
  const turned = "<!-- /generated: other -->\n<!-- generated: other -->";
  assertThrows(() => withGeneratedParts(turned, parts), Error, "<!-- /generated: other -->");
});

Deno.test("a table keeps bars in its cells", () => {
  assertEquals(
    markdownTable(["name", "what"], [["a", "one"], ["b", "x | y"]]),
    "| name | what |\n| --- | --- |\n| a | one |\n| b | x \\| y |",
  );
});
