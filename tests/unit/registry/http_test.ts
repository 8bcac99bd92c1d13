import { assertEquals } from "@std/assert";
import { addressOf } from "../../../src/registry/http.ts";

Deno.test("a registry address is printed without its credentials", () => {
  assertEquals(addressOf("http://user:secret@registry:8081"), "http://registry:8081");
});

Deno.test("a registry address keeps its path and loses slashes at the end", () => {
  assertEquals(addressOf("http://registry/apis/ccompat/v7//"), "http://registry/apis/ccompat/v7");
});
