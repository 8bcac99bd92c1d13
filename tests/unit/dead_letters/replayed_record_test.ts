import { assertEquals } from "@std/assert";
import { parseEdit } from "../../../src/dead_letters/edit.ts";
import { ReplayedLetters } from "../../../src/dead_letters/replayed_letters.ts";
import { replayedRecord, type ReplayRules } from "../../../src/dead_letters/replayed_record.ts";
import type { Header } from "../../../src/pipeline/record.ts";
import { json, login, utf8 } from "../../support/logins.ts";
import { deadLetter, deadLetterTopic } from "./letters.ts";

const rules: ReplayRules = {
  input: { topic: "user-login", partitionCount: 4, maxMessageBytes: 1_000 },
  replayed: new ReplayedLetters(deadLetterTopic),
  edits: [],
  writers: { codecs: new Map(), types: new Map() },
  timestamp: 5,
};
const value = json({ ...login, ip: undefined });
const replayOf: Header = ["login-pipeline.replay-of", utf8("user-login-dlq/2/7")];

Deno.test("a replayed record is the source record with a header that names the dead letter", () => {
  const headers: Header[] = [["trace", utf8("a")], ["trace", null]];
  const letter = deadLetter(value, { record: { headers, key: utf8("k") } });
  assertEquals(replayedRecord(letter, rules), {
    topic: "user-login",
    partition: 2,
    key: utf8("k"),
    value,
    headers: [...headers, replayOf],
    timestamp: 5,
  });
});

Deno.test("a record that is replayed twice names only the last dead letter", () => {
  const headers: Header[] = [["login-pipeline.replay-of", utf8("user-login-dlq/0/1")]];
  const record = replayedRecord(deadLetter(value, { record: { headers } }), rules);
  assertEquals(typeof record === "object" && record.headers, [replayOf]);
});

Deno.test("a replayed record has the edited value", () => {
  const edits = [parseEdit("ip=1.2.3.4")];
  const record = replayedRecord(deadLetter(value), { ...rules, edits });
  const sent = typeof record === "object" ? new TextDecoder().decode(record.value!) : "";
  assertEquals(JSON.parse(sent), { ...login, ip: "1.2.3.4" });
});

Deno.test("a replayed record goes to an existing partition if its own is gone", () => {
  const input = { ...rules.input, partitionCount: 2 };
  const record = replayedRecord(deadLetter(value), { ...rules, input });
  assertEquals(typeof record === "object" && record.partition, 0);
});

Deno.test("replayedRecord() gives the reason why a dead letter is not replayed", () => {
  const replayed = new ReplayedLetters(deadLetterTopic);
  replayed.add({ topic: deadLetterTopic, partition: 2, offset: 7 });
  assertEquals(replayedRecord(deadLetter(value), { ...rules, replayed }), "already replayed");
  assertEquals(typeof replayedRecord(deadLetter(value, { offset: 8 }), rules), "object");
  const input = { ...rules.input, topic: "other" };
  assertEquals(replayedRecord(deadLetter(value), { ...rules, input }), "from another topic");
  const large = deadLetter(utf8("x".repeat(900)), { maxMessageBytes: 800 });
  assertEquals(replayedRecord(large, rules), "value left out for its size");
  const edits = [parseEdit("ip=1.2.3.4")];
  assertEquals(replayedRecord(deadLetter(utf8("{")), { ...rules, edits }), "cannot be edited");
  const long = [parseEdit(`ip=${"1".repeat(1_000)}`)];
  assertEquals(
    replayedRecord(deadLetter(value), { ...rules, edits: long }),
    "too large for the topic",
  );
});
