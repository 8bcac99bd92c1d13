import { assert, assertEquals } from "@std/assert";
import { TextMap } from "../../../src/pipeline/text_map.ts";

Deno.test("a text map distinguishes texts with digits and escapes", () => {
  const texts = ["", "1", "#1", "##1", "01", "CO", "#", "constructor", "__proto__", "１"];
  const map = new TextMap<string>();
  for (const text of texts) map.set(text, text);
  assertEquals(map.size, texts.length);
  assertEquals(texts.map((text) => map.get(text)), texts);
  assertEquals([...map.values()], texts);
  map.delete("1");
  assertEquals([map.has("1"), map.has("#1"), map.get("1")], [false, true, undefined]);
});

Deno.test("a text map handles numbers that collide in a plain map as fast as other texts", () => {
  const count = 20_000;
  const fill = (textOf: (number: number) => string) => {
    const map = new TextMap<number>();
    const started = performance.now();
    for (let number = 0; number < count; number++) map.set(textOf(number), number);
    return performance.now() - started;
  };
  const best = (textOf: (number: number) => string) =>
    Math.min(...[1, 2, 3, 4].map(() => fill(textOf)));
  const colliding = best((number) => String(number * 2 ** 14));
  assert(colliding < 20 * best((number) => `l${number}`) + 20, `${colliding} ms`);
});
