import { assertEquals, assertThrows } from "@std/assert";
import { fullSpeedShapes } from "../../../bench/full_speed_shapes.ts";
import { UsageError } from "../../../src/errors.ts";

Deno.test("runs at full speed differ from the first in one number", () => {
  const shapes = fullSpeedShapes([1, 2, 4], [10, 100, 1_000]);
  assertEquals(shapes.map(({ processes, partitions }) => [processes, partitions]), [
    [1, 10],
    [2, 10],
    [4, 10],
    [1, 100],
    [1, 1_000],
  ]);
});

Deno.test("processes without a partition are refused", () => {
  const refused = () => fullSpeedShapes([1, 12, 16], [10, 100]);
  assertThrows(refused, UsageError, "of 12 --processes, some get none of 10 partitions");
});
