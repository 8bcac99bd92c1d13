import { assertEquals } from "@std/assert";
import { rejectionCodes } from "../../src/pipeline/rejection.ts";
import type { ConsoleRecord } from "../../src/stack/console_record.ts";
import { produceDated, takeAnyTime } from "../support/any_time.ts";
import { integrationTest } from "../support/integration.ts";
import { readWithJavaToEnd } from "../support/java_topic.ts";
import { frame, json, login, utf8 } from "../support/logins.ts";
import { RegisteredSchemas } from "../support/registered_schemas.ts";
import type { Scene } from "../support/scene.ts";

const text = new TextDecoder();
const topicResource = 2;
const unknownId = 0x7fffffff;
const longText = "x".repeat(1_500);

/** One value for each cause in the contract. */
function badValues(scene: Scene, foreignId: number): Readonly<Record<string, Uint8Array>> {
  const avro = scene.avro(login);
  return {
    EMPTY_VALUE: new Uint8Array(),
    VALUE_TOO_LARGE: json({ ...login, comment: longText.repeat(3) }),
    BYTE_ORDER_MARK: utf8(`\ufeff${JSON.stringify(login)}`),
    INVALID_UTF8: new Uint8Array([...json(login).slice(0, -2), 0xff, 0x22, 0x7d]),
    MALFORMED_JSON: json(login).slice(0, -1),
    NESTED_TOO_DEEP: utf8(`{"a":${"[".repeat(64)}${"]".repeat(64)}}`),
    LONE_SURROGATE: json({ ...login, locale: "\ud800" }),
    NOT_AN_OBJECT: json([login]),
    TRUNCATED_FRAME: new Uint8Array([0, 0, 0]),
    UNKNOWN_SCHEMA: frame(unknownId, avro.slice(5)),
    INCOMPATIBLE_SCHEMA: frame(foreignId, avro.slice(5)),
    MALFORMED_AVRO: avro.slice(0, -1),
    MISSING_FIELD: json({ ...login, ip: undefined }),
    WRONG_TYPE: json({ ...login, locale: 7 }),
    EMPTY_FIELD: json({ ...login, device_id: "" }),
    TIMESTAMP_OUT_OF_RANGE: json({ ...login, timestamp: -1 }),
    OUTPUT_TOO_LARGE: json({ ...login, user_id: longText }),
    RECORD_TIME_REFUSED: json(login),
  };
}

async function limit({ admin }: Scene, topic: string, maxMessageBytes: number): Promise<void> {
  const entry = { name: "max.message.bytes", value: String(maxMessageBytes) };
  const resources = [{ type: topicResource, name: topic, configEntries: [entry] }];
  await admin.alterConfigs({ validateOnly: false, resources });
}

function headersOf({ headers }: ConsoleRecord): readonly (readonly string[])[] {
  return headers.map(([name, value]) => [name, text.decode(value!)]);
}

integrationTest(
  "each cause makes a dead letter with the original bytes and five headers",
  async (scene) => {
    await limit(scene, scene.topics.output, 2_500);
    await takeAnyTime(scene, scene.topics.input);
    const schemas = new RegisteredSchemas(scene.stack.registryUrl);
    const foreign = { type: "record", name: "io.fetch.login.Other", fields: [] };
    const values = badValues(scene, await schemas.add(`${scene.topics.input}-other`, foreign));
    assertEquals(Object.keys(values), [...rejectionCodes]);
    const headers = { trace: ["a", "b"], "__streams.errors.topic": "of an earlier life" };
    const records = Object.entries(values).map(([key, value], i) => ({
      ...{ key, value, headers, partition: 3 },
      timestampMs: key === "RECORD_TIME_REFUSED" ? 2n ** 63n - 1n : 1_700_000_000_000 + i,
    }));
    await produceDated(scene, ...records);
    await scene.started();
    await scene.processed();
    const letters = await readWithJavaToEnd(scene, scene.topics.deadLetters);
    assertEquals(letters.map(({ key }) => text.decode(key!)), [...rejectionCodes]);
    letters.forEach((letter, i) => {
      const { key, value, timestampMs } = records[i]!;
      assertEquals(letter.value, new Uint8Array(value), key);
      assertEquals(letter.timestampMs, timestampMs, key);
      const names = headersOf(letter);
      const message = names.at(-1)![1]!;
      assertEquals(names, [
        ["trace", "a"],
        ["trace", "b"],
        ["__streams.errors.topic", "of an earlier life"],
        ["__streams.errors.topic", scene.topics.input],
        ["__streams.errors.partition", "3"],
        ["__streams.errors.offset", String(i)],
        ["__streams.errors.exception", key],
        ["__streams.errors.message", message],
      ]);
      assertEquals(Object.values(login).filter((part) => message.includes(String(part))), []);
    });
    assertEquals(await readWithJavaToEnd(scene, scene.topics.output), []);
  },
  { env: { MAX_VALUE_BYTES: "4000" } },
);

integrationTest(
  "a dead letter that is too large for its topic names size and hash instead of the value",
  async (scene) => {
    await limit(scene, scene.topics.deadLetters, 1_000);
    const value = utf8(longText);
    await scene.produce({ value, key: "kept" });
    await scene.started();
    await scene.processed();
    const [letter, ...others] = await readWithJavaToEnd(scene, scene.topics.deadLetters);
    assertEquals(others, []);
    assertEquals(letter!.value, null);
    assertEquals(text.decode(letter!.key!), "kept");
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(value)));
    assertEquals(headersOf(letter!).slice(-2), [
      ["login-pipeline.value.size", "1500"],
      ["login-pipeline.value.sha256", digest.toHex()],
    ]);
  },
);
