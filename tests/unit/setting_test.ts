import { assertEquals } from "@std/assert";
import {
  addresses,
  durationMs,
  httpUrl,
  onOff,
  text,
  topicName,
  wholeNumber,
  windowSizes,
  word,
} from "../../src/setting.ts";

interface Parser<T> {
  readonly safeParse: (given: string) => { success: true; data: T } | { success: false };
}

function assertTakes<T>(parser: Parser<T>, cases: Readonly<Record<string, T>>): void {
  for (const [given, expected] of Object.entries(cases)) {
    assertEquals(parser.safeParse(given), { success: true, data: expected }, given);
  }
}

function assertRefuses(parser: Parser<unknown>, cases: readonly string[]): void {
  for (const given of cases) assertEquals(parser.safeParse(given).success, false, given);
}

Deno.test("addresses are host:port, separated by commas, with or without spaces", () => {
  assertTakes(addresses, {
    "localhost:29092": ["localhost:29092"],
    "a:1, b.example:65535": ["a:1", "b.example:65535"],
  });
  assertRefuses(addresses, [
    "",
    "localhost",
    "localhost:",
    ":9092",
    "a:1,",
    "a:1 b:2",
    "a:1,b:65536",
  ]);
});

Deno.test("a URL is http or https, and loses the slash at its end", () => {
  assertTakes(httpUrl, {
    "http://localhost:8081/": "http://localhost:8081",
    "https://registry.example/api//": "https://registry.example/api",
  });
  assertRefuses(httpUrl, ["", "localhost:8081", "ftp://registry.example"]);
});

Deno.test("a topic name is what Kafka takes for one", () => {
  assertTakes(topicName, { "user-login_v2.x": "user-login_v2.x" });
  assertRefuses(topicName, ["", "user login", "ü", "a".repeat(250)]);
});

Deno.test("a switch is true or false and nothing like it", () => {
  assertTakes(onOff, { "true": true, "false": false });
  assertRefuses(onOff, ["", "TRUE", "1", "yes"]);
});

Deno.test("one of a few words is that word to the letter", () => {
  assertTakes(word("plain", "scram-sha-256"), { plain: "plain" });
  assertRefuses(word("plain"), ["", "PLAIN", "plain ", "toString"]);
});

Deno.test("a text is not empty", () => {
  assertTakes(text, { " ": " " });
  assertRefuses(text, [""]);
});

Deno.test("a whole number keeps its bounds and is written in digits alone", () => {
  assertTakes(wholeNumber(0, 10), { "0": 0, "010": 10 });
  assertRefuses(wholeNumber(0, 10), ["", "11", "-1", "1.0", "1e0", "0x1", " 1"]);
});

Deno.test("a duration is ISO 8601 in weeks, days and time", () => {
  assertTakes(durationMs, {
    PT1M: 60_000,
    P1DT2H: 26 * 3_600_000,
    P2W: 14 * 86_400_000,
    PT90S: 90_000,
    PT0S: 0,
  });
  assertRefuses(durationMs, ["", "P", "PT", "P1DT", "1H", "P1M", "P1Y", "PT1.5S", "pt1m", "-PT1M"]);
});

Deno.test("windows are durations with a length; an empty text is none", () => {
  assertTakes(windowSizes, {
    "": [],
    "PT1M, P1D": [{ text: "PT1M", sizeMs: 60_000 }, { text: "P1D", sizeMs: 86_400_000 }],
  });
  assertRefuses(windowSizes, ["PT0S", "PT1M,", "PT1M,nonsense"]);
});
