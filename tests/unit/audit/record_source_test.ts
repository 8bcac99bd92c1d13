import { assert, assertEquals } from "@std/assert";
import { isReaderMark, sourceOfDeadLetter } from "../../../src/audit/record_source.ts";
import type { Header } from "../../../src/pipeline/record.ts";
import { inputRecord, utf8 } from "../../support/logins.ts";

function cause(topic: string, partition: string, offset: string): Header[] {
  return Object.entries({ topic, partition, offset })
    .map(([name, text]) => [`__streams.errors.${name}`, utf8(text)]);
}

Deno.test("sourceOfDeadLetter() reads the last headers of their names", () => {
  const earlier = cause("another-topic", "9", "9");
  const source = sourceOfDeadLetter([...earlier, ...cause("user-login", "2", "41")], "user-login");
  assertEquals(source, { partition: 2, offset: 41 });
});

Deno.test("sourceOfDeadLetter() is null without cause headers or for another input", () => {
  assertEquals(sourceOfDeadLetter([], "user-login"), null);
  assertEquals(sourceOfDeadLetter(cause("other", "2", "41"), "user-login"), null);
  assertEquals(sourceOfDeadLetter(cause("user-login", "-1", "41"), "user-login"), null);
  assertEquals(sourceOfDeadLetter(cause("user-login", "2", "4e1"), "user-login"), null);
});

Deno.test("isReaderMark() accepts only a tombstone with the empty key", () => {
  assert(isReaderMark(inputRecord(null, { key: utf8("") })));
  assert(!isReaderMark(inputRecord(utf8(""), { key: utf8("") })));
  assert(!isReaderMark(inputRecord(null)));
});
