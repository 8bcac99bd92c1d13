import { assert, assertEquals } from "@std/assert";
import { labelPlaces } from "../../../../src/web/page/label_places.js";

Deno.test("labels with room stay where they are", () => {
  assertEquals(labelPlaces([10, 40, 80], 14, 100), [10, 40, 80]);
});

Deno.test("labels that would cover each other move apart around their middle", () => {
  assertEquals(labelPlaces([50, 50, 50], 10, 100), [40, 50, 60]);
});

Deno.test("labels stay within the chart, in their order, and never closer than their height", () => {
  for (
    const places of [[0, 1, 2, 3], [97, 98, 99, 100], [0, 0, 50, 50, 100, 100], [30, 31, 44, 45]]
  ) {
    const moved = labelPlaces(places, 14, 100);
    assertEquals(moved.length, places.length);
    assert(moved.every((place) => place >= 0 && place <= 100), String(moved));
    assert(
      moved.every((place, at) => at === 0 || place - moved[at - 1]! >= 14 - 1e-9),
      String(moved),
    );
  }
});
