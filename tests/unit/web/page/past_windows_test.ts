import { assertEquals } from "@std/assert";
import type { Counts } from "../../../../src/contract/counts.ts";
import { PastWindows } from "../../../../src/web/page/past_windows.js";

const start = "2026-03-01T10:00:00.000Z";
const lastLogin = start;

function answer(count: number): Counts {
  const counts = [{ locale: "CO", count, lastLogin }];
  const bounds = { windowStart: start, windowEnd: "2026-03-01T10:01:00.000Z" };
  return { window: "PT1M", ...bounds, total: count, counts, windows: ["PT1M"], starts: [start] };
}

/** Tables whose requests a test answers. */
function setUp() {
  const requests: PromiseWithResolvers<Counts>[] = [];
  const tables = new PastWindows(() => {
    requests.push(Promise.withResolvers());
    return requests.at(-1)!.promise;
  }, () => {});
  const settle = () => new Promise((resolve) => setTimeout(resolve));
  return { tables, requests, settle };
}

Deno.test("a past window is fetched once and updated by events", async () => {
  const { tables, requests, settle } = setUp();
  assertEquals(tables.get("PT1M", start), undefined);
  assertEquals(tables.get("PT1M", start), undefined);
  requests[0]!.resolve(answer(3));
  await settle();
  tables.take(answer(4));
  assertEquals(tables.get("PT1M", start)?.counts.get("CO")?.count, 4);
  assertEquals(requests.length, 1);
});

Deno.test("an answer that an event has outdated is fetched again", async () => {
  const { tables, requests, settle } = setUp();
  tables.get("PT1M", start);
  tables.take(answer(4));
  requests[0]!.resolve(answer(3));
  await settle();
  assertEquals(tables.get("PT1M", start), undefined);
  requests[1]!.resolve(answer(4));
  await settle();
  assertEquals(tables.get("PT1M", start)?.total, 4);
});

Deno.test("past windows are fetched again after a lost connection", async () => {
  const { tables, requests, settle } = setUp();
  tables.get("PT1M", start);
  tables.clear();
  requests[0]!.resolve(answer(3));
  await settle();
  assertEquals(tables.get("PT1M", start), undefined);
  assertEquals(requests.length, 2);
});

Deno.test("a window that the API does not have is fetched only once", async () => {
  const { tables, requests, settle } = setUp();
  tables.get("PT1M", start);
  requests[0]!.reject(new Error("/api/counts answered 404"));
  await settle();
  assertEquals(tables.get("PT1M", start), null);
  assertEquals(requests.length, 1);
});
