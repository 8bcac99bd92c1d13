import { assert, assertEquals } from "@std/assert";
import { shadeBounds, shadeOf, shades, shadeStrength } from "../../../../src/web/page/scale.js";

Deno.test("no login has no shade, and the largest count has the last one", () => {
  const bounds = shadeBounds([0, 10, 40, 70]);
  assertEquals(shadeOf(0, bounds), 0);
  assertEquals(shadeOf(10, bounds), 1);
  assertEquals(shadeOf(70, bounds), shades);
});

Deno.test("a larger count never has a weaker shade", () => {
  const counts = Array.from({ length: 500 }, (_, at) => at);
  const bounds = shadeBounds(counts);
  const strengths = counts.map((count) => shadeOf(count, bounds));
  assert(strengths.every((strength, at) => at === 0 || strength >= strengths[at - 1]!));
  assertEquals(new Set(strengths).size, shades + 1);
});

Deno.test("counts far apart are told apart by ratios", () => {
  assertEquals(shadeBounds([1, 1_000_000]), [1, 10, 100, 1000, 10_000, 100_000]);
});

Deno.test("one count, or few, still reach the strongest shade", () => {
  assertEquals(shadeBounds([]), []);
  const one = shadeBounds([5, 5]);
  assertEquals(shadeStrength(shadeOf(5, one), one), shades);
  const two = shadeBounds([1, 2]);
  assertEquals([1, 2].map((count) => shadeStrength(shadeOf(count, two), two)), [1, shades]);
});
