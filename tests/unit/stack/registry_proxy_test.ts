import { assertEquals } from "@std/assert";
import { registryAddress } from "../../../src/stack/registry_proxy.ts";

function forwarded(address: string): string {
  return registryAddress(address, 20_000).href;
}

Deno.test("the registry proxy maps the root to the Confluent API, whatever name the client used", () => {
  assertEquals(
    forwarded("http://localhost:8081/subjects?deleted=true"),
    "http://127.0.0.1:20000/apis/ccompat/v7/subjects?deleted=true",
  );
});

Deno.test("the registry proxy keeps the registry's own addresses", () => {
  assertEquals(
    forwarded("http://127.0.0.1:8081/apis/ccompat/v7/schemas/ids/1"),
    "http://127.0.0.1:20000/apis/ccompat/v7/schemas/ids/1",
  );
});

Deno.test("the registry proxy keeps an escaped subject escaped", () => {
  assertEquals(
    forwarded("http://127.0.0.1:8081/subjects/a%2Fb/versions"),
    "http://127.0.0.1:20000/apis/ccompat/v7/subjects/a%2Fb/versions",
  );
});
