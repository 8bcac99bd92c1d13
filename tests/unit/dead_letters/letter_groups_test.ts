import { assertEquals } from "@std/assert";
import { LetterGroups } from "../../../src/dead_letters/letter_groups.ts";
import { Rejection } from "../../../src/pipeline/rejection.ts";
import { json, login } from "../../support/logins.ts";
import { deadLetter } from "./letters.ts";

function letterOf(rejection: Rejection, offset: number, timestamp: number) {
  return deadLetter(json(login), { rejection, offset, record: { timestamp } });
}

Deno.test("dead letters are counted by cause and field, the largest group first", () => {
  const groups = new LetterGroups();
  groups.add(letterOf(new Rejection("MISSING_FIELD", "ip"), 1, 5_000), true);
  groups.add(letterOf(new Rejection("EMPTY_VALUE"), 2, 7_000), false);
  groups.add(letterOf(new Rejection("MISSING_FIELD", "locale"), 3, 1_000), true);
  groups.add(letterOf(new Rejection("EMPTY_VALUE"), 4, 2_000), true);
  groups.add(letterOf(new Rejection("EMPTY_VALUE"), 5, 9_000), false);
  const rows = groups.groups();
  assertEquals(
    rows.map(({ cause, field, count, replayedCount }) => [
      cause,
      field,
      count,
      replayedCount,
    ]),
    [
      ["EMPTY_VALUE", null, 3, 1],
      ["MISSING_FIELD", "ip", 1, 1],
      ["MISSING_FIELD", "locale", 1, 1],
    ],
  );
  assertEquals(rows[0], {
    cause: "EMPTY_VALUE",
    field: null,
    count: 3,
    replayedCount: 1,
    firstSeen: "1970-01-01T00:00:02.000Z",
    lastSeen: "1970-01-01T00:00:09.000Z",
    sample: { topic: "user-login-dlq", partition: 2, offset: 2 },
  });
});

Deno.test("without dead letters there are no groups", () => {
  assertEquals(new LetterGroups().groups(), []);
});
