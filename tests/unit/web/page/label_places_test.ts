import { assert, assertEquals } from "@std/assert";
import { labelPlaces } from "../../../../src/web/page/label_places.js";

Deno.test("labels that do not overlap stay in place", () => {
  assertEquals(labelPlaces([10, 40, 80], 14, 100), [10, 40, 80]);
});

Deno.test("overlapping labels move apart around their middle", () => {
  assertEquals(labelPlaces([50, 50, 50], 10, 100), [40, 50, 60]);
});

Deno.test("labels stay inside the chart, in order, and at least their height apart", () => {
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
