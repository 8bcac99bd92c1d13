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

Deno.test("an id is asked for once, then its codec is there at once", async () => {
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

Deno.test("known ids need no registry, an unanswered one fails the batch", async () => {
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

Deno.test("an unknown id is believed for 30 seconds, then asked for again", async () => {
  let answer: SchemaAnswer = { status: "unknown" };
  const { asked, clock, cache } = watched(() => answer);
  const batch = batchOfIds(9);
  assertEquals((await cache.codecsFor(batch, reader)).get(9)?.status, "unknown");
  answer = found;
  clock.nowMs = 29_999;
  const codecs = cache.codecsFor(batch, reader);
  assert(codecs instanceof Map, "no promise");
  assertEquals(codecs.get(9)?.status, "unknown");
  clock.nowMs = 30_000;
  assertEquals((await cache.codecsFor(batch, reader)).get(9)?.status, "usable");
  assertEquals(asked, [9, 9]);
});

Deno.test("a flood of junk ids costs one request each and pushes out no schema", async () => {
  const { asked, cache } = watched((id) => id === 1 ? found : { status: "unknown" });
  const ids = Array.from({ length: 5_000 }, (_, id) => id + 2);
  await cache.codecsFor(batchOfIds(1), reader);
  await cache.codecsFor(batchOfIds(...ids), reader);
  assertInstanceOf(cache.codecsFor(batchOfIds(1, ...ids), reader), Map);
  assertEquals(asked.length, 1 + ids.length);
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
