import { assert, assertEquals, assertInstanceOf, assertRejects } from "@std/assert";
import { RegistryUnavailableError } from "../../../src/errors.ts";
import type { InputBatch } from "../../../src/pipeline/record.ts";
import { avroType, schemaTexts } from "../../../src/pipeline/schemas.ts";
import { CodecCache, type SchemaAnswer } from "../../../src/registry/codec_cache.ts";
import { avroFrame } from "../../support/avro_frame.ts";
import { frame, inputBatch, json, login } from "../../support/logins.ts";
import { schemaIds } from "../../support/pipeline_settings.ts";

const reader = avroType("UserLogin");
const found: SchemaAnswer = { status: "found", schema: JSON.parse(schemaTexts.UserLogin) };
const noBody = new Uint8Array();

function batchOfIds(...ids: readonly number[]): InputBatch {
  return inputBatch(ids.map((id) => frame(id, noBody)));
}

/** A registry that writes down what it is asked, beside the cache that asks it. */
function watched(answer: (id: number) => SchemaAnswer) {
  const asked: number[] = [];
  const clock = { nowMs: 0 };
  const cache = new CodecCache({
    schemaOf: (id) => {
      asked.push(id);
      return Promise.resolve().then(() => answer(id));
    },
    now: () => clock.nowMs,
    notFoundMs: 30_000,
  });
  return { asked, clock, cache };
}

function down(): never {
  throw new RegistryUnavailableError("down");
}

Deno.test("a batch without frames asks nothing and waits for nothing", () => {
  const { cache } = watched(down);
  const codecs = cache.codecsFor(inputBatch([json(login), null, new Uint8Array([0, 1])]), reader);
  assertEquals(codecs, new Map());
});

Deno.test("each id costs one request, and then its codec is cached", async () => {
  const { asked, cache } = watched(() => found);
  const batch = inputBatch([avroFrame(login), json(login), avroFrame(login)]);
  await cache.codecsFor(batch, reader);
  const codecs = cache.codecsFor(batch, reader);
  assert(codecs instanceof Map, "no promise");
  const codec = codecs.get(schemaIds.UserLogin);
  assert(codec?.status === "usable");
  assertEquals({ ...codec.decode(avroFrame(login).subarray(5)) }, login);
  assertEquals(asked, [schemaIds.UserLogin]);
});

Deno.test("batches that meet the same ids at the same time ask once an id", async () => {
  const { asked, cache } = watched(() => found);
  const ids = Array.from({ length: 50 }, (_, id) => id);
  await Promise.all([1, 2, 3].map(() => cache.codecsFor(batchOfIds(...ids), reader)));
  assertEquals(asked.toSorted((a, b) => a - b), ids);
});

Deno.test("cached ids need no registry, and an unanswered one fails the batch", async () => {
  let isDown = false;
  const { cache } = watched(() => isDown ? down() : found);
  await cache.codecsFor(batchOfIds(1, 2), reader);
  isDown = true;
  assertInstanceOf(cache.codecsFor(batchOfIds(2, 1, 2), reader), Map);
  await assertRejects(
    async () => await cache.codecsFor(batchOfIds(1, 3), reader),
    RegistryUnavailableError,
  );
  isDown = false;
  assertEquals([...(await cache.codecsFor(batchOfIds(1, 3), reader)).keys()], [1, 3]);
});

Deno.test("a registry that is down is not asked for each id of a batch", async () => {
  const { asked, cache } = watched(down);
  const ids = Array.from({ length: 1_000 }, (_, id) => id);
  await assertRejects(async () => await cache.codecsFor(batchOfIds(...ids), reader));
  assert(asked.length < 20, `${asked.length} requests`);
});

/** Asks as a partition does that waits: a second time every two seconds. */
async function statusAt(
  { cache, clock }: ReturnType<typeof watched>,
  nowMs: number,
  batch: InputBatch,
  id = 9,
): Promise<string> {
  clock.nowMs = nowMs;
  try {
    return (await cache.codecsFor(batch, reader)).get(id)!.status;
  } catch (error) {
    assertInstanceOf(error, RegistryUnavailableError);
    return `waits from ${error.fromOffset}`;
  }
}

Deno.test("a missing id is believed only after some time, and its records wait until then", async () => {
  const registry = watched(() => ({ status: "unknown" }));
  for (let ms = 0; ms < 30_000; ms += 2_000) {
    assertEquals(await statusAt(registry, ms, batchOfIds(9)), "waits from 0");
  }
  assertEquals(await statusAt(registry, 30_000, batchOfIds(9)), "unknown");
  assertEquals(registry.asked.length, 16);
});

Deno.test("a schema that turns up ends the wait at once", async () => {
  let answer: SchemaAnswer = { status: "unknown" };
  const registry = watched(() => answer);
  assertEquals(await statusAt(registry, 0, batchOfIds(9)), "waits from 0");
  answer = found;
  assertEquals(await statusAt(registry, 2_000, batchOfIds(9)), "usable");
});

Deno.test("two replicas that answer in turn never make an id unknown", async () => {
  let turn = 0;
  const registry = watched(() => turn++ % 2 === 0 ? { status: "unknown" } : found);
  assertEquals(await statusAt(registry, 0, batchOfIds(9)), "waits from 0");
  assertEquals(await statusAt(registry, 2_000, batchOfIds(9)), "usable");
  assertEquals(await statusAt(registry, 60_000, batchOfIds(9)), "usable");
});

Deno.test("an id believed missing is looked up again after 5 s without waiting", async () => {
  let answer: SchemaAnswer = { status: "unknown" };
  const registry = watched(() => answer);
  await statusAt(registry, 0, batchOfIds(9));
  assertEquals(await statusAt(registry, 30_000, batchOfIds(9)), "unknown");
  const asked = registry.asked.length;
  registry.clock.nowMs = 34_999;
  assertInstanceOf(registry.cache.codecsFor(batchOfIds(9), reader), Map);
  assertEquals(await statusAt(registry, 35_000, batchOfIds(9)), "unknown");
  assertEquals(registry.asked.length, asked + 1);
  answer = found;
  assertEquals(await statusAt(registry, 40_000, batchOfIds(9)), "usable");
});

Deno.test("an id that was absent long ago is waited for anew", async () => {
  const registry = watched(() => ({ status: "unknown" }));
  await statusAt(registry, 0, batchOfIds(9));
  const later = batchOfIds(1, 9);
  const batch = { ...later, records: later.records.slice(1) };
  assertEquals(await statusAt(registry, 700_000, batch), "waits from 1");
});

Deno.test("an id below zero, which no registry gives out, is not waited for", async () => {
  const registry = watched(() => ({ status: "unknown" }));
  assertEquals(await statusAt(registry, 0, batchOfIds(-1), -1), "unknown");
});

Deno.test("the records before the one that waits may go on, by themselves", async () => {
  const { cache } = watched((id) => id === 9 ? { status: "unknown" } : found);
  const batch = batchOfIds(1, 1, 2, 9, 3);
  const error = await assertRejects(async () => await cache.codecsFor(batch, reader));
  assertInstanceOf(error, RegistryUnavailableError);
  assertEquals(error.fromOffset, 3);
  const before = { ...batch, records: batch.records.slice(0, 3) };
  assertEquals([...(await cache.codecsFor(before, reader)).keys()], [1, 2]);
});

Deno.test("ids of junk that are always new hold a log up for as long as one, not one after the other", async () => {
  const registry = watched(() => ({ status: "unknown" }));
  const batchAt = (offset: number, id: number): InputBatch => {
    const batch = batchOfIds(id);
    const records = batch.records.map((record) => ({ ...record, offset }));
    return { ...batch, records, logEnd: 1_000 };
  };
  assertEquals(await statusAt(registry, 0, batchAt(0, 100), 100), "waits from 0");
  assertEquals(await statusAt(registry, 30_000, batchAt(0, 100), 100), "unknown");
  for (let offset = 1; offset < 1_000; offset += 100) {
    const id = 100 + offset;
    assertEquals(await statusAt(registry, 30_001 + offset, batchAt(offset, id), id), "unknown");
  }
  assertEquals(await statusAt(registry, 32_000, batchAt(1_000, 5), 5), "waits from 1000");
});

Deno.test("a flood of junk ids costs one request each, few more while they wait, and no schema", async () => {
  const registry = watched((id) => id === 1 ? found : { status: "unknown" });
  const { asked, cache } = registry;
  const ids = Array.from({ length: 5_000 }, (_, id) => id + 2);
  await cache.codecsFor(batchOfIds(1), reader);
  for (let ms = 0; ms < 30_000; ms += 2_000) await statusAt(registry, ms, batchOfIds(1, ...ids));
  assert(asked.length < 1 + ids.length + 15 * 50, `${asked.length} requests`);
  await statusAt(registry, 30_000, batchOfIds(1, ...ids), 2);
  assertInstanceOf(cache.codecsFor(batchOfIds(1, ...ids), reader), Map);
});

Deno.test("a batch gets all its codecs, however many schemas it names", async () => {
  const { cache } = watched(() => ({ status: "incompatible" }));
  const ids = Array.from({ length: 3_000 }, (_, id) => id);
  assertEquals((await cache.codecsFor(batchOfIds(...ids), reader)).size, 3_000);
});

Deno.test("a seeded id is never asked for", () => {
  const { cache } = watched(down);
  cache.seed(schemaIds.UserLogin, reader);
  const codecs = cache.codecsFor(inputBatch([avroFrame(login)]), reader);
  assert(codecs instanceof Map, "no promise");
  assertEquals(codecs.get(schemaIds.UserLogin)?.status, "usable");
});

Deno.test("one schema serves several readers, each by its own codec", () => {
  const { cache } = watched(down);
  cache.seed(1, reader);
  const statusFor = (type: typeof reader) => {
    const codecs = cache.codecsFor(batchOfIds(1), type);
    return codecs instanceof Map ? codecs.get(1)?.status : null;
  };
  assertEquals(statusFor(reader), "usable");
  assertEquals(statusFor(avroType("LocaleDelta")), "incompatible");
  assertEquals(statusFor(reader), "usable");
});
