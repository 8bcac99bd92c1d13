import { assertEquals } from "@std/assert";
import { apiVersionsRequest, isApiVersionsResponse } from "../../../src/stack/api_versions.ts";

Deno.test("the ApiVersions request is the one in Kafka's protocol", () => {
  const size = [0, 0, 0, 10];
  const keyAndVersion = [0, 18, 0, 0];
  const correlationId = [0, 0, 0, 1];
  const noClientId = [255, 255];
  assertEquals(
    [...apiVersionsRequest()],
    [...size, ...keyAndVersion, ...correlationId, ...noClientId],
  );
});

Deno.test("the ApiVersions answer without an error means a ready broker", () => {
  assertEquals(isApiVersionsResponse(Uint8Array.of(0, 0, 1, 0, 0, 0, 0, 1, 0, 0)), true);
});

Deno.test("the ApiVersions answer is invalid with an error code, another correlation id, or if truncated", () => {
  assertEquals(isApiVersionsResponse(Uint8Array.of(0, 0, 0, 10, 0, 0, 0, 1, 0, 35)), false);
  assertEquals(isApiVersionsResponse(Uint8Array.of(0, 0, 0, 10, 0, 0, 0, 2, 0, 0)), false);
  assertEquals(isApiVersionsResponse(Uint8Array.of(0, 0, 0, 10, 0, 0, 0, 1)), false);
});
