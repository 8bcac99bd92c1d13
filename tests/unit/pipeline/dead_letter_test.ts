import { assertEquals } from "@std/assert";
import { createHash } from "node:crypto";
import { deadLetterOf } from "../../../src/pipeline/dead_letter.ts";
import type { Header, InputRecord, OutputRecord } from "../../../src/pipeline/record.ts";
import { batchBytesOf } from "../../../src/pipeline/record_size.ts";
import { Rejection } from "../../../src/pipeline/rejection.ts";
import { inputRecord, utf8 } from "../../support/logins.ts";

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const topic = { topic: "user-login-dlq", partitionCount: 4, maxMessageBytes: 10_000, sha256 };
const causeNames = ["topic", "partition", "offset", "exception", "message"];

function deadLetter(record: InputRecord, partition = 2): OutputRecord {
  const rejection = new Rejection("WRONG_TYPE", "ip");
  return deadLetterOf({ topic: "user-login", partition, record, rejection }, topic);
}

function text([name, value]: Header): [string, string | null] {
  return [name, value && new TextDecoder().decode(value)];
}

Deno.test("a dead letter keeps key, value, headers and timestamp byte for byte", () => {
  const headers: Header[] = [
    ["trace", utf8("1")],
    ["trace", new Uint8Array([0xff, 0])],
    ["nothing", null],
    ["__streams.errors.offset", utf8("of an earlier life")],
  ];
  const value = new Uint8Array([0xff, 0xfe]);
  const key = new Uint8Array([0x80]);
  const record = inputRecord(value, { key, headers, timestamp: 1234 });
  const letter = deadLetter(record);
  assertEquals([letter.key, letter.value, letter.timestamp], [key, value, 1234]);
  assertEquals(letter.headers.slice(0, 4), headers);
});

Deno.test("a dead letter has its coordinates and cause as text after the original headers", () => {
  const letter = deadLetter(inputRecord(utf8("{}"), { offset: 1720576825000 }));
  assertEquals(letter.headers.map(text), [
    ["__streams.errors.topic", "user-login"],
    ["__streams.errors.partition", "2"],
    ["__streams.errors.offset", "1720576825000"],
    ["__streams.errors.exception", "WRONG_TYPE"],
    ["__streams.errors.message", "ip: has a type that the contract does not allow"],
  ]);
});

Deno.test("a dead letter keeps a null key and an empty value", () => {
  const letter = deadLetter(inputRecord(new Uint8Array()));
  assertEquals([letter.key, letter.value], [null, new Uint8Array()]);
});

Deno.test("a dead letter keeps its partition if the topic has as many", () => {
  assertEquals(
    [0, 3, 4, 9].map((partition) => deadLetter(inputRecord(null), partition).partition),
    [
      ...[0, 3, 0, 1],
    ],
  );
});

Deno.test("a dead letter that is too large has size and digest instead of its value", () => {
  const value = utf8("x".repeat(topic.maxMessageBytes));
  const headers: Header[] = [["trace", utf8("1")]];
  const letter = deadLetter(inputRecord(value, { key: utf8("key"), headers }));
  assertEquals([letter.key, letter.value], [utf8("key"), null]);
  assertEquals(letter.headers.map(([name]) => name), [
    "trace",
    ...causeNames.map((name) => `__streams.errors.${name}`),
    ...["login-pipeline.value.size", "login-pipeline.value.sha256"],
  ]);
  assertEquals(letter.headers.slice(-2).map(text).map(([, digest]) => digest), [
    "10000",
    sha256(value),
  ]);
});

Deno.test("a dead letter keeps its value as long as it fits", () => {
  const without = batchBytesOf(deadLetter(inputRecord(new Uint8Array())));
  const most = topic.maxMessageBytes - without;
  assertEquals(deadLetter(inputRecord(new Uint8Array(most))).value?.length, most);
  assertEquals(deadLetter(inputRecord(new Uint8Array(most + 1))).value, null);
});

Deno.test("a dead letter drops a huge key and headers, but never its coordinates", () => {
  const huge = utf8("x".repeat(topic.maxMessageBytes));
  const hugeHeader: Header[] = [["trace", huge]];
  for (const rest of [{ key: huge }, { headers: hugeHeader }]) {
    const letter = deadLetter(inputRecord(utf8("{}"), rest));
    assertEquals([letter.key, letter.value, letter.headers.length], [null, null, 7]);
    assertEquals(batchBytesOf(letter) <= topic.maxMessageBytes, true);
  }
});
