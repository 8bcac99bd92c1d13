import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { Random } from "../../../src/generator/random.ts";

function numbers(seed: number, length: number): number[] {
  const random = new Random(seed);
  return Array.from({ length }, () => random.next());
}

Deno.test("random numbers repeat for the same seed and differ for another", () => {
  assertEquals(numbers(7, 20), numbers(7, 20));
  assertNotEquals(numbers(7, 20), numbers(8, 20));
});

Deno.test("random numbers are those of mulberry32", () => {
  assertEquals(numbers(1, 3), [0.6270739405881613, 0.002735721180215478, 0.5274470399599522]);
});

Deno.test("random numbers are at least 0, less than 1, and evenly spread", () => {
  const buckets = new Array<number>(10).fill(0);
  for (const number of numbers(42, 10_000)) buckets[Math.floor(number * 10)]!++;
  assertEquals(buckets.reduce((sum, n) => sum + n), 10_000);
  assert(buckets.every((n) => n > 900 && n < 1_100), `${buckets}`);
});

Deno.test("happens() is always true for 1 and never true for 0", () => {
  const random = new Random(3);
  for (let i = 0; i < 100; i++) {
    assert(random.happens(1));
    assert(!random.happens(0));
  }
});

Deno.test("pick() returns each item of a list at some time, and nothing else", () => {
  const random = new Random(3);
  const picked = new Set(Array.from({ length: 100 }, () => random.pick(["a", "b", "c"])));
  assertEquals(picked, new Set(["a", "b", "c"]));
});

Deno.test("a random UUID has version 4 and the RFC 9562 variant", () => {
  const random = new Random(9);
  for (let i = 0; i < 200; i++) {
    assertMatch(
      random.uuid(),
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  }
});
