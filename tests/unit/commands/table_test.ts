import { assertEquals } from "@std/assert";
import { tableOf } from "../../../src/commands/table.ts";

Deno.test("columns line up, numbers to the right", () => {
  assertEquals(
    tableOf(["name", "id"], [["long name", 7], ["short", 12345], ["none", "-"]]).split("\n"),
    [
      "name       id",
      "long name      7",
      "short      12345",
      "none       -",
    ],
  );
});
