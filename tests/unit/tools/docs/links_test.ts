import { assertEquals } from "@std/assert";
import { anchorsIn, linksIn } from "../../../../tools/docs/links.ts";

Deno.test("linksIn() gives links and pictures as files from the root of the project", () => {
  const text = `See [design](design.md#data-flow), [this](#here), [code](../src/main.ts).
![rooms](images/rooms.svg) <img src="images/page.png"> [Deno](https://deno.com)
`;
  assertEquals(linksIn("docs/page.md", text), [
    { file: "docs/design.md", anchor: "data-flow" },
    { file: "docs/page.md", anchor: "here" },
    { file: "src/main.ts", anchor: "" },
    { file: "docs/images/rooms.svg", anchor: "" },
    { file: "docs/images/page.png", anchor: "" },
  ]);
});

Deno.test("linksIn() ignores code", () => {
  assertEquals(linksIn("page.md", "`[a](b.md)`\n```ts\nconst a = x[0](y);\n```\n"), []);
});

Deno.test("anchorsIn() makes anchors of headings as GitHub does", () => {
  const text = "# The map\n\n### Latency: the broker's `price`\n\n```sh\n# a comment\n```\n";
  assertEquals(anchorsIn(text), ["the-map", "latency-the-brokers-price"]);
});
