import { assertEquals, assertThrows } from "@std/assert";
import { FieldFinder } from "../../../src/pipeline/field_finder.ts";
import { loginFields } from "../../../src/pipeline/login_fields.ts";
import { utf8 } from "../../support/logins.ts";

function found(names: readonly string[]): number[] {
  const finder = new FieldFinder(names);
  return names.map((name) => finder.likelyAt(utf8(`{"${name}":1}`), 2));
}

Deno.test("FieldFinder finds the index of each field of a login", () => {
  assertEquals(found(loginFields), loginFields.map((_, index) => index));
});

Deno.test("FieldFinder distinguishes names with a common prefix or where one continues the other", () => {
  assertEquals(found(["device_id", "device_type", "device_model", "ip", "ip_version"]), [
    ...[0, 1, 2, 3, 4],
  ]);
});

Deno.test("FieldFinder finds nothing for another first letter or at the end of the bytes", () => {
  const finder = new FieldFinder(["ip", "device_id", "device_type"]);
  assertEquals(finder.likelyAt(utf8("xyz"), 0), -1);
  assertEquals(finder.likelyAt(utf8("dev"), 0), -1);
  assertEquals(finder.likelyAt(utf8("dev"), 3), -1);
});

Deno.test("FieldFinder refuses names that no single letter distinguishes", () => {
  assertThrows(() => new FieldFinder(["ip", "ip_version", "is_new"]), Error, "Cannot tell ip");
});
