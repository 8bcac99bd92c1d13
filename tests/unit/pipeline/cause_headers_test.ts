import { assertEquals } from "@std/assert";
import { withoutCauses } from "../../../src/pipeline/cause_headers.ts";
import { deadLetterOf } from "../../../src/pipeline/dead_letter.ts";
import type { Header } from "../../../src/pipeline/record.ts";
import { undated } from "../../../src/pipeline/record_time.ts";
import { Rejection } from "../../../src/pipeline/rejection.ts";
import { inputRecord, utf8 } from "../../support/logins.ts";

const sha256 = () => "00";
const own: readonly Header[] = [
  ["trace", utf8("a")],
  ["__streams.errors.exception", utf8("org.example.Failure")],
  ["trace", utf8("b")],
];

function letter(headers: readonly Header[], maxMessageBytes = 10_000, offset = 1) {
  return deadLetterOf(
    {
      topic: "user-login",
      partition: 0,
      record: inputRecord(utf8("x".repeat(2_000)), { headers, offset }),
      rejection: new Rejection("MALFORMED_JSON"),
    },
    { topic: "dlq", partitionCount: 1, maxMessageBytes, sha256 },
  );
}

Deno.test("a dead letter that is rejected again any number of times has its cause headers once", () => {
  for (const maxMessageBytes of [10_000, 1_500]) {
    const first = letter(own, maxMessageBytes);
    let last = first;
    for (let turn = 0; turn < 5; turn++) {
      last = letter(turn % 2 ? undated(last).headers : last.headers, maxMessageBytes);
    }
    assertEquals(last.headers, first.headers);
  }
});

Deno.test("a dead letter that is rejected again has its last coordinates", () => {
  const again = letter(letter(own).headers, 10_000, 7);
  const offsets = again.headers.filter(([name]) => name === "__streams.errors.offset");
  assertEquals(offsets, [["__streams.errors.offset", utf8("7")]]);
});

Deno.test("cause headers of other programs stay with the record", () => {
  const foreign = letter([]).headers.map(([name, value]): Header =>
    name.endsWith(".exception") ? [name, utf8("java.lang.Error")] : [name, value]
  );
  for (const headers of [own, foreign, []]) assertEquals(withoutCauses(headers), headers);
  assertEquals(letter(foreign).headers.slice(0, 5), foreign);
});
