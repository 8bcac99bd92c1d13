import { assertEquals } from "@std/assert";
import { ExpectedFates } from "../../../src/demo/expected_fates.ts";
import { type Login, validate } from "../../../src/pipeline/login_fields.ts";
import { Rejection } from "../../../src/pipeline/rejection.ts";
import { login } from "../../support/logins.ts";

const kept = validate(login) as Login;
const first = { partition: 0, offset: 0n };
const second = { partition: "1", offset: "7" };

function expecting(...fates: Parameters<ExpectedFates["expect"]>[]): ExpectedFates {
  const expected = new ExpectedFates();
  for (const [coordinates, fate] of fates) expected.expect(coordinates, fate);
  return expected;
}

Deno.test("expected fates count each record once, by its fate", () => {
  const expected = expecting(
    [first, kept],
    [second, new Rejection("EMPTY_VALUE")],
    [{ partition: 1, offset: 8 }, "filtered"],
    [{ partition: 1, offset: 9 }, "tombstone"],
  );
  assertEquals(expected.totals, {
    read: 4,
    enriched: 1,
    filtered: 1,
    deadLetters: 1,
    tombstones: 1,
  });
});

Deno.test("a fate that is found is no longer missing", () => {
  const expected = expecting([first, kept], [second, new Rejection("EMPTY_VALUE")]);
  assertEquals(expected.objectionTo({ partition: "0", offset: "0" }, "enriched"), null);
  assertEquals(expected.objectionTo({ partition: 1, offset: 7 }, "EMPTY_VALUE"), null);
  assertEquals([...expected.missing()], []);
});

Deno.test("a fate that is not found is missing", () => {
  const expected = expecting([first, kept]);
  assertEquals([...expected.missing()], ["0@0 should be enriched and is nowhere"]);
});

Deno.test("a fate that is found twice is a difference", () => {
  const expected = expecting([first, kept]);
  expected.objectionTo(first, "enriched");
  assertEquals(
    expected.objectionTo(first, "enriched"),
    "0@0 is enriched, but is so already or should leave no record",
  );
});

Deno.test("a wrong fate is a difference, and the expected one is missing", () => {
  const expected = expecting([first, kept]);
  assertEquals(expected.objectionTo(first, "EMPTY_VALUE"), "0@0 is EMPTY_VALUE, not enriched");
  assertEquals([...expected.missing()].length, 1);
});

Deno.test("a record of a filtered login is a difference", () => {
  const expected = expecting([first, "filtered"]);
  assertEquals(
    expected.objectionTo(first, "enriched"),
    "0@0 is enriched, but is so already or should leave no record",
  );
});
