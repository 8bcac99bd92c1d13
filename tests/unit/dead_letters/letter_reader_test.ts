import { assertEquals } from "@std/assert";
import { readLetters } from "../../../src/dead_letters/letter_reader.ts";
import { rangesOf, readRanges } from "../../../src/kafka/ranges.ts";
import { Rejection } from "../../../src/pipeline/rejection.ts";
import { inputRecord, json, login, utf8 } from "../../support/logins.ts";
import { letterRecord, memoryTopic } from "./letters.ts";

const all = { causes: [], fields: [], places: [], from: null, to: null };
const offsets = [3, 4, 6, 7, 9];
const letters = offsets.map((offset) => {
  const rejection = new Rejection(offset % 2 === 0 ? "EMPTY_VALUE" : "MALFORMED_JSON");
  return letterRecord(json(login), { offset, rejection });
});
const topic = memoryTopic([letters, [], [inputRecord(utf8("foreign"), { offset: 3 })]], 3);

Deno.test("readRanges() reads each range once, up to its end", async () => {
  const ranges = new Map([[0, { start: 4, end: 8 }], [1, { start: 3, end: 3 }]]);
  const read: number[] = [];
  for await (const { records } of readRanges(topic, "t", ranges)) {
    read.push(...records.map(({ offset }) => offset));
  }
  assertEquals(read, [4, 6, 7]);
});

Deno.test("a topic without records is read at once", async () => {
  const empty = memoryTopic([[], []]);
  for await (const _ of readRanges(empty, "t", await rangesOf(empty, "t"))) {
    throw new Error("a turn");
  }
});

Deno.test("readLetters() returns the selected dead letters and counts foreign records", async () => {
  const found: number[] = [];
  let readCount = 0;
  let foreignCount = 0;
  const selection = { ...all, causes: ["MALFORMED_JSON" as const] };
  for await (const turn of readLetters(topic, "t", await rangesOf(topic, "t"), selection)) {
    found.push(...turn.letters.map(({ at }) => at.offset));
    readCount += turn.readCount;
    foreignCount += turn.foreignCount;
  }
  assertEquals({ found, readCount, foreignCount }, {
    found: [3, 7, 9],
    readCount: 6,
    foreignCount: 1,
  });
});
