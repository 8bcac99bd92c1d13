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

/** A registry that records its requests, with the cache that sends them. */
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

Deno.test("the codec cache needs no request and no wait for a batch without frames", () => {
  const { cache } = watched(down);
  const codecs = cache.codecsFor(inputBatch([json(login), null, new Uint8Array([0, 1])]), reader);
  assertEquals(codecs, new Map());
});

Deno.test("the codec cache makes one request for each id and then keeps its codec", async () => {
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

Deno.test("the codec cache makes one request per id for concurrent batches", async () => {
  const { asked, cache } = watched(() => found);
  const ids = Array.from({ length: 50 }, (_, id) => id);
  await Promise.all([1, 2, 3].map(() => cache.codecsFor(batchOfIds(...ids), reader)));
  assertEquals(asked.toSorted((a, b) => a - b), ids);
});

Deno.test("the codec cache serves known ids without the registry, and an unanswered id fails the batch", async () => {
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

Deno.test("the codec cache does not ask an unavailable registry for each id of a batch", async () => {
  const { asked, cache } = watched(down);
  const ids = Array.from({ length: 1_000 }, (_, id) => id);
  await assertRejects(async () => await cache.codecsFor(batchOfIds(...ids), reader));
  assert(asked.length < 20, `${asked.length} requests`);
});

/** Asks like a waiting partition: again every two seconds. */
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

Deno.test("the codec cache believes that an id is missing only after some time, and its records wait until then", async () => {
  const registry = watched(() => ({ status: "unknown" }));
  for (let ms = 0; ms < 30_000; ms += 2_000) {
    assertEquals(await statusAt(registry, ms, batchOfIds(9)), "waits from 0");
  }
  assertEquals(await statusAt(registry, 30_000, batchOfIds(9)), "unknown");
  assertEquals(registry.asked.length, 16);
});

Deno.test("the codec cache ends the wait as soon as the schema appears", async () => {
  let answer: SchemaAnswer = { status: "unknown" };
  const registry = watched(() => answer);
  assertEquals(await statusAt(registry, 0, batchOfIds(9)), "waits from 0");
  answer = found;
  assertEquals(await statusAt(registry, 2_000, batchOfIds(9)), "usable");
});

Deno.test("the codec cache never marks an id as unknown if one of two alternating replicas has it", async () => {
  let turn = 0;
  const registry = watched(() => turn++ % 2 === 0 ? { status: "unknown" } : found);
  assertEquals(await statusAt(registry, 0, batchOfIds(9)), "waits from 0");
  assertEquals(await statusAt(registry, 2_000, batchOfIds(9)), "usable");
  assertEquals(await statusAt(registry, 60_000, batchOfIds(9)), "usable");
});

Deno.test("the codec cache looks up a missing id again after 5 s without waiting", async () => {
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

Deno.test("the codec cache waits again for an id that was missing long ago", async () => {
  const registry = watched(() => ({ status: "unknown" }));
  await statusAt(registry, 0, batchOfIds(9));
  const later = batchOfIds(1, 9);
  const batch = { ...later, records: later.records.slice(1) };
  assertEquals(await statusAt(registry, 700_000, batch), "waits from 1");
});

Deno.test("the codec cache does not wait for a negative id, because no registry assigns one", async () => {
  const registry = watched(() => ({ status: "unknown" }));
  assertEquals(await statusAt(registry, 0, batchOfIds(-1), -1), "unknown");
});

Deno.test("the codec cache lets the records before the waiting one continue by themselves", async () => {
  const { cache } = watched((id) => id === 9 ? { status: "unknown" } : found);
  const batch = batchOfIds(1, 1, 2, 9, 3);
  const error = await assertRejects(async () => await cache.codecsFor(batch, reader));
  assertInstanceOf(error, RegistryUnavailableError);
  assertEquals(error.fromOffset, 3);
  const before = { ...batch, records: batch.records.slice(0, 3) };
  assertEquals([...(await cache.codecsFor(before, reader)).keys()], [1, 2]);
});

Deno.test("the codec cache waits once for a run of new invalid ids, not once for each", async () => {
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

Deno.test("the codec cache makes one request for each of many invalid ids, and evicts no schema", async () => {
  const registry = watched((id) => id === 1 ? found : { status: "unknown" });
  const { asked, cache } = registry;
  const ids = Array.from({ length: 5_000 }, (_, id) => id + 2);
  await cache.codecsFor(batchOfIds(1), reader);
  for (let ms = 0; ms < 30_000; ms += 2_000) await statusAt(registry, ms, batchOfIds(1, ...ids));
  assert(asked.length < 1 + ids.length + 15 * 50, `${asked.length} requests`);
  await statusAt(registry, 30_000, batchOfIds(1, ...ids), 2);
  assertInstanceOf(cache.codecsFor(batchOfIds(1, ...ids), reader), Map);
});

Deno.test("the codec cache gives a batch all its codecs, however many schemas it names", async () => {
  const { cache } = watched(() => ({ status: "incompatible" }));
  const ids = Array.from({ length: 3_000 }, (_, id) => id);
  assertEquals((await cache.codecsFor(batchOfIds(...ids), reader)).size, 3_000);
});

Deno.test("the codec cache never asks for a seeded id", () => {
  const { cache } = watched(down);
  cache.seed(schemaIds.UserLogin, reader);
  const codecs = cache.codecsFor(inputBatch([avroFrame(login)]), reader);
  assert(codecs instanceof Map, "no promise");
  assertEquals(codecs.get(schemaIds.UserLogin)?.status, "usable");
});

Deno.test("the codec cache keeps one codec of a schema for each reader", () => {
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
