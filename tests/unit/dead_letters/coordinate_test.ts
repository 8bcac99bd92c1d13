import { assertEquals, assertThrows } from "@std/assert";
import {
  coordinateText,
  parseCoordinate,
  parsePlace,
} from "../../../src/dead_letters/coordinate.ts";
import { UsageError } from "../../../src/errors.ts";

Deno.test("parseCoordinate() reads what coordinateText() writes", () => {
  const coordinate = { topic: "user-login_a.b-dlq", partition: 3, offset: 9_007_199_254_740 };
  assertEquals(coordinateText(coordinate), "user-login_a.b-dlq/3/9007199254740");
  assertEquals(parseCoordinate(coordinateText(coordinate)), coordinate);
});

Deno.test("parseCoordinate() is null for other texts", () => {
  for (const text of ["", "a/1", "a/1/2/3", "a/-1/2", "a/1/x", "a b/1/2", "a/1/1e3"]) {
    assertEquals(parseCoordinate(text), null, text);
  }
});

Deno.test("parsePlace() takes coordinates with or without a topic", () => {
  assertEquals(parsePlace("3:17"), { topic: null, partition: 3, offset: 17 });
  assertEquals(parsePlace("user-login/2/41"), { topic: "user-login", partition: 2, offset: 41 });
  for (const text of ["", "3", "3:", ":17", "3:17:1", "-3:17", "3:1.5"]) {
    assertThrows(() => parsePlace(text), UsageError, "takes PARTITION:OFFSET");
  }
});
