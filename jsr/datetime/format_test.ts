import { assertEquals } from "@std/assert";
import { format } from "./format.ts";

const AFTERNOON = new Date("2024-07-09T16:05:03.045Z");

function inUtc(date: Date, formatString: string): string {
  return format(date, formatString, { timeZone: "UTC" });
}

Deno.test("format() writes date and time in UTC when asked", () => {
  assertEquals(inUtc(AFTERNOON, "yyyy-MM-dd HH:mm:ss"), "2024-07-09 16:05:03");
  assertEquals(inUtc(new Date(0), "yyyy-MM-dd HH:mm:ss.SSS"), "1970-01-01 00:00:00.000");
});

Deno.test("format() pads doubled symbols only", () => {
  assertEquals(inUtc(AFTERNOON, "yy M d H h m s"), "24 7 9 16 4 5 3");
  assertEquals(inUtc(AFTERNOON, "MM dd HH hh mm ss"), "07 09 16 04 05 03");
  assertEquals(inUtc(new Date("0033-01-01T00:00:00Z"), "yyyy yy"), "33 33");
});

Deno.test("format() truncates fractions of a second", () => {
  assertEquals(inUtc(AFTERNOON, "S SS SSS"), "0 04 045");
});

Deno.test("format() writes midnight and noon as 12 on the 12-hour clock", () => {
  assertEquals(inUtc(new Date("2024-01-01T00:00:00Z"), "hh"), "12");
  assertEquals(inUtc(new Date("2024-01-01T12:00:00Z"), "h"), "12");
});

Deno.test("format() reads local time by default", () => {
  const date = new Date(2019, 0, 20, 16, 34, 23, 123);
  assertEquals(format(date, "dd-MM-yyyy HH:mm:ss.SSS"), "20-01-2019 16:34:23.123");
  assertEquals(format(date, "hh a"), "04 PM");
  assertEquals(format(new Date(2019, 0, 20, 0), "h a"), "12 AM");
});

Deno.test("format() keeps quoted text and characters without a meaning", () => {
  assertEquals(inUtc(AFTERNOON, "'day:' d"), "day: 9");
  assertEquals(inUtc(AFTERNOON, "yyyy-MM-ddTHH:mm:ssZ"), "2024-07-09T16:05:03Z");
  assertEquals(inUtc(AFTERNOON, "''d'd'd"), "9d9");
  assertEquals(inUtc(AFTERNOON, "yyy"), "y24");
});

Deno.test("format() shows an invalid date as NaN", () => {
  assertEquals(inUtc(new Date(NaN), "yyyy-MM-dd"), "NaN-NaN-NaN");
});
