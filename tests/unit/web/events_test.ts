import { assert, assertEquals } from "@std/assert";
import { entry, shown } from "./shown.ts";

/** The first events of a stream, up to this number. */
async function read(reader: ReadableStreamDefaultReader<Uint8Array>, count: number) {
  const events: { name: string; data: unknown }[] = [];
  while (events.length < count) {
    const { value, done } = await reader.read();
    if (done) break;
    const text = new TextDecoder().decode(value);
    for (const [, name, data] of text.matchAll(/event: (\w+)\ndata: (.*)\n\n/g)) {
      events.push({ name: name!, data: JSON.parse(data!) });
    }
  }
  return events;
}

async function subscribed(scene: ReturnType<typeof shown>) {
  const answer = await scene.get("/api/events");
  assertEquals(answer.headers.get("content-type"), "text/event-stream");
  return answer.body!.getReader();
}

Deno.test("the first event of a stream is a snapshot", async () => {
  using scene = shown();
  const reader = await subscribed(scene);
  const [{ name, data }] = await read(reader, 1) as [{ name: string; data: Record<string, never> }];
  assertEquals(name, "snapshot");
  assertEquals(Object.keys(data), ["status", "counts", "windows", "history"]);
  assertEquals(Object.keys(data["windows"]!), ["PT1M"]);
  await reader.cancel();
  assertEquals(scene.hub.size, 0);
});

Deno.test("later events of a stream contain only changes", async () => {
  using scene = shown();
  const reader = await subscribed(scene);
  await read(reader, 1);
  scene.counts.put("CO", entry("CO", 13));
  const [event] = await read(reader, 1);
  assertEquals(event, {
    name: "counts",
    data: {
      window: null,
      windowStart: null,
      windowEnd: null,
      total: 16,
      counts: [{ locale: "CO", count: 13, lastLogin: "2026-01-31T12:00:00.000Z" }],
    },
  });
  await reader.cancel();
});

Deno.test("an event is serialized once for all subscribers", async () => {
  using scene = shown();
  const readers = [await subscribed(scene), await subscribed(scene)];
  for (const reader of readers) await read(reader, 1);
  scene.hub.send({ name: "status", data: { a: 1 } });
  const values = await Promise.all(readers.map(async (reader) => (await reader.read()).value));
  assert(values[0] === values[1]);
  for (const reader of readers) await reader.cancel();
});

Deno.test("a slow subscriber is dropped, and the others continue", async () => {
  using scene = shown();
  const [slow, quick] = [await subscribed(scene), await subscribed(scene)];
  await read(quick, 1);
  const filler = "x".repeat(400);
  let quickEvents = 0;
  for (let i = 0; i < 20; i++) {
    scene.hub.send({ name: "status", data: filler });
    quickEvents += (await read(quick, 1)).length;
  }
  assertEquals([scene.hub.size, scene.hub.dropped, quickEvents], [1, 1, 20]);
  assertEquals(await read(slow, 1), []); // its stream has ended, and nothing is kept for it
  await quick.cancel();
});

Deno.test("a subscriber over the limit gets status 503", async () => {
  using scene = shown();
  const readers = [await subscribed(scene), await subscribed(scene)];
  const third = await scene.get("/api/events");
  assertEquals([third.status, third.headers.get("retry-after")], [503, "10"]);
  for (const reader of readers) await reader.cancel();
});

Deno.test("no events are made after the last subscriber has left", async () => {
  using scene = shown();
  const reader = await subscribed(scene);
  await reader.cancel();
  let asked = 0;
  const { pipeline } = scene;
  const original = pipeline.status.bind(pipeline);
  pipeline.status = () => (asked++, original());
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  assertEquals(asked, 0);
});

Deno.test("the snapshot of a late subscriber has the latest change, even right after another snapshot", async () => {
  using scene = shown();
  const first = await subscribed(scene);
  scene.counts.put("CO", entry("CO", 99));
  const second = await subscribed(scene);
  const [event] = await read(second, 1);
  assertEquals((event?.data as { counts: { total: number } }).counts.total, 102);
  assertEquals((await read(first, 2)).map(({ name }) => name), ["snapshot", "counts"]);
  for (const reader of [first, second]) await reader.cancel();
});
