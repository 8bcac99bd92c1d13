import { assertEquals } from "@std/assert";
import { addressOf } from "../../../src/registry/http.ts";

Deno.test("a registry is named without its credentials", () => {
  assertEquals(addressOf("http://user:secret@registry:8081"), "http://registry:8081");
});

Deno.test("a registry keeps its path and loses slashes at the end", () => {
  assertEquals(addressOf("http://registry/apis/ccompat/v7//"), "http://registry/apis/ccompat/v7");
});
