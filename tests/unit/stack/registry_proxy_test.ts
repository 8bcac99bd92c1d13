import { assertEquals } from "@std/assert";
import { registryAddress } from "../../../src/stack/registry_proxy.ts";

function forwarded(address: string): string {
  return registryAddress(address, 20_000).href;
}

Deno.test("the Confluent API is at the root, whatever name the client used", () => {
  assertEquals(
    forwarded("http://localhost:8081/subjects?deleted=true"),
    "http://127.0.0.1:20000/apis/ccompat/v7/subjects?deleted=true",
  );
});

Deno.test("the registry's own addresses stay what they are", () => {
  assertEquals(
    forwarded("http://127.0.0.1:8081/apis/ccompat/v7/schemas/ids/1"),
    "http://127.0.0.1:20000/apis/ccompat/v7/schemas/ids/1",
  );
});

Deno.test("an escaped subject stays escaped", () => {
  assertEquals(
    forwarded("http://127.0.0.1:8081/subjects/a%2Fb/versions"),
    "http://127.0.0.1:20000/apis/ccompat/v7/subjects/a%2Fb/versions",
  );
});
