import { assertEquals } from "@std/assert";
import { circleOf, importsIn } from "../../../../tools/docs/imports.ts";

Deno.test("importsIn() finds the files that a file imports, in every form of import", () => {
  const text = `import { a } from "./a.ts";
import type { B } from "../b.ts";
import { type C, type D } from "./c.ts";
import {
  type E,
  f,
} from "./f.ts";
export { g } from "../g/g.ts";
import "./h.ts";
const i = await import("./i.ts");
import { Kafka } from "kafkajs";
import project from "../../deno.json" with { type: "json" };
`;
  assertEquals(
    importsIn("src/room/file.ts", text).map(({ to, isType }) => [to, isType]),
    [
      ["src/room/a.ts", false],
      ["src/b.ts", true],
      ["src/room/c.ts", true],
      ["src/room/f.ts", false],
      ["src/g/g.ts", false],
      ["src/room/h.ts", false],
      ["src/room/i.ts", false],
      ["deno.json", false],
    ],
  );
});

Deno.test("importsIn() ignores imports in comments", () => {
  const text = `// import { a } from "./a.ts";\n/**\n * @import { B } from "./b.ts"\n */\n` +
    `/** @type {import("./c.ts").C} */\n`;
  assertEquals(importsIn("src/file.ts", text), []);
});

Deno.test("circleOf() names a circle of files from one of them back to it", () => {
  const imports = [["main", "a"], ["a", "b"], ["b", "c"], ["c", "a"]] as const;
  assertEquals(circleOf(imports.map(([from, to]) => ({ from, to, isType: false }))), [
    ...["a", "b", "c", "a"],
  ]);
});

Deno.test("circleOf() finds none if the way back is a type import, or if two ways lead to one file", () => {
  const imports = [
    { from: "a", to: "b", isType: false },
    { from: "a", to: "c", isType: false },
    { from: "b", to: "c", isType: false },
    { from: "c", to: "a", isType: true },
  ];
  assertEquals(circleOf(imports), null);
});
