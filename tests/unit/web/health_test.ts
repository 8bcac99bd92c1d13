import { assertEquals } from "@std/assert";
import { healthHandler } from "../../../src/web/health.ts";

function statusOf(path: string, isAlive: boolean, isReady: boolean): number {
  const handler = healthHandler({ isAlive: () => isAlive, isReady: () => isReady });
  return handler(new Request(`http://localhost:8080${path}`)).status;
}

Deno.test("a process that works is alive, ready or not", () => {
  assertEquals([statusOf("/livez", true, false), statusOf("/livez", true, true)], [200, 200]);
});

Deno.test("a process is ready once it has joined its groups", () => {
  assertEquals([statusOf("/readyz", true, false), statusOf("/readyz", true, true)], [503, 200]);
});

Deno.test("a process that is not alive is not ready either", () => {
  assertEquals([statusOf("/livez", false, true), statusOf("/readyz", false, true)], [503, 503]);
});

Deno.test("a query changes nothing, and other paths are not found", () => {
  assertEquals(statusOf("/livez?verbose=1", true, true), 200);
  for (const path of ["/", "/livez/", "/metrics"]) assertEquals(statusOf(path, true, true), 404);
});

Deno.test("an answer is JSON that no cache keeps", async () => {
  const handler = healthHandler({ isAlive: () => true, isReady: () => true });
  const response = handler(new Request("http://localhost/readyz"));
  assertEquals(response.headers.get("cache-control"), "no-store");
  assertEquals(await response.json(), { status: "ok" });
});
