import { assert, assertEquals } from "@std/assert";
import { shadeBounds, shadeOf, shades, shadeStrength } from "../../../../src/web/page/scale.js";

Deno.test("a count of zero has no shade, and the largest count has the last shade", () => {
  const bounds = shadeBounds([0, 10, 40, 70]);
  assertEquals(shadeOf(0, bounds), 0);
  assertEquals(shadeOf(10, bounds), 1);
  assertEquals(shadeOf(70, bounds), shades);
});

Deno.test("a larger count never has a lighter shade", () => {
  const counts = Array.from({ length: 500 }, (_, at) => at);
  const bounds = shadeBounds(counts);
  const strengths = counts.map((count) => shadeOf(count, bounds));
  assert(strengths.every((strength, at) => at === 0 || strength >= strengths[at - 1]!));
  assertEquals(new Set(strengths).size, shades + 1);
});

Deno.test("counts of very different sizes get shades by ratio", () => {
  assertEquals(shadeBounds([1, 1_000_000]), [1, 10, 100, 1000, 10_000, 100_000]);
});

Deno.test("the largest of a few counts has the darkest shade", () => {
  assertEquals(shadeBounds([]), []);
  const one = shadeBounds([5, 5]);
  assertEquals(shadeStrength(shadeOf(5, one), one), shades);
  const two = shadeBounds([1, 2]);
  assertEquals([1, 2].map((count) => shadeStrength(shadeOf(count, two), two)), [1, shades]);
});
