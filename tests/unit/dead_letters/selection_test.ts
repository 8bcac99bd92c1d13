import { assertEquals } from "@std/assert";
import { parsePlace } from "../../../src/dead_letters/coordinate.ts";
import { isSelected, narrowed, type Selection } from "../../../src/dead_letters/selection.ts";
import { json, login } from "../../support/logins.ts";
import { deadLetter } from "./letters.ts";

const all: Selection = { causes: [], fields: [], places: [], from: null, to: null };
const letter = deadLetter(json(login)); // MISSING_FIELD ip, 2:7, of user-login/2/41
const timeMs = Number(letter.timestamp);

Deno.test("an empty selection selects all dead letters", () => {
  assertEquals(isSelected(all, letter), true);
});

Deno.test("a dead letter is selected if it matches every criterion", () => {
  const fitting: readonly Partial<Selection>[] = [
    { causes: ["EMPTY_FIELD", "MISSING_FIELD"] },
    { fields: ["ip"] },
    { places: [parsePlace("0:1"), parsePlace("2:7")] },
    { places: [parsePlace("user-login-dlq/2/7")] },
    { places: [parsePlace("user-login/2/41")] },
    { from: { offset: 7 }, to: { offset: 8 } },
    { from: { timeMs }, to: { timeMs: timeMs + 1 } },
  ];
  for (const part of fitting) assertEquals(isSelected({ ...all, ...part }, letter), true);
  const together = Object.assign({}, all, ...fitting);
  assertEquals(isSelected(together, letter), true);
  assertEquals(isSelected({ ...together, causes: ["EMPTY_FIELD"] }, letter), false);
});

Deno.test("a dead letter is not selected if one criterion does not match", () => {
  const others: readonly Partial<Selection>[] = [
    { causes: ["EMPTY_FIELD"] },
    { fields: ["locale", "user_id"] },
    { places: [parsePlace("2:41"), parsePlace("1:7"), parsePlace("user-login/2/7")] },
    { from: { offset: 8 } },
    { to: { offset: 7 } },
    { from: { timeMs: timeMs + 1 } },
    { to: { timeMs } },
  ];
  for (const part of others) assertEquals(isSelected({ ...all, ...part }, letter), false);
});

Deno.test("narrowed() leaves only ranges that can hold selected dead letters", () => {
  const logs = new Map([[0, { start: 10, end: 20 }], [1, { start: 0, end: 0 }], [2, {
    start: 5,
    end: 9,
  }]]);
  const ranges = (part: Partial<Selection>) => [...narrowed({ ...all, ...part }, logs)];
  const log0: [number, object] = [0, { start: 10, end: 20 }];
  const log2: [number, object] = [2, { start: 5, end: 9 }];
  assertEquals<unknown>(ranges({}), [log0, log2]);
  assertEquals<unknown>(ranges({ from: { timeMs: 1 }, to: { timeMs: 2 } }), [log0, log2]);
  assertEquals<unknown>(ranges({ from: { offset: 12 } }), [[0, { start: 12, end: 20 }]]);
  assertEquals<unknown>(ranges({ to: { offset: 6 } }), [[2, { start: 5, end: 6 }]]);
  const places = [parsePlace("0:12"), parsePlace("0:14"), parsePlace("2:4"), parsePlace("7:1")];
  assertEquals<unknown>(ranges({ places }), [[0, { start: 12, end: 15 }]]);
  assertEquals<unknown>(ranges({ places: [...places, parsePlace("user-login/0/12")] }), [
    log0,
    log2,
  ]);
});
