import { assertEquals } from "@std/assert";
import {
  addresses,
  durationMs,
  hostAddress,
  httpUrl,
  onOff,
  text,
  topicName,
  urlPath,
  wholeNumber,
  windowSizes,
  word,
} from "../../../src/settings/setting.ts";

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

Deno.test("addresses are comma-separated host:port, with or without spaces", () => {
  assertTakes(addresses, {
    "localhost:29092": ["localhost:29092"],
    "a:1, b.example:65535": ["a:1", "b.example:65535"],
    "[::1]:9092,[fe80::1]:1": ["[::1]:9092", "[fe80::1]:1"],
  });
  assertRefuses(addresses, [
    "",
    "localhost",
    "localhost:",
    ":9092",
    "a:1,",
    "a:1 b:2",
    "a:1,b:65536",
    "a:0",
    "::1:9092",
    "[::1]",
    "[:::]:1",
    "PLAINTEXT://a:1",
    "user@a:1",
  ]);
});

Deno.test("a URL is http or https, and loses its trailing slash", () => {
  assertTakes(httpUrl, {
    "http://localhost:8081/": "http://localhost:8081",
    "https://registry.example/api//": "https://registry.example/api",
    "http://user:pa%25ss@[::1]:8081": "http://user:pa%25ss@[::1]:8081",
  });
  assertRefuses(httpUrl, [
    ...["", "localhost:8081", "ftp://registry.example", "http:localhost", "http:///", "http://a b"],
    ...["http://user:pa%ss@registry", "http://registry/?a", "http://registry/#a", "http://[::1"],
  ]);
});

Deno.test("a host address is a name or an IP address, with or without brackets, without a port", () => {
  assertTakes(hostAddress, {
    "0.0.0.0": "0.0.0.0",
    "[::1]": "::1",
    "::": "::",
    "my-host": "my-host",
  });
  assertRefuses(hostAddress, ["localhost:80", "http://a", "a b", "[::1]:80", ":::", ""]);
});

Deno.test("a path begins with a slash and ends without one", () => {
  assertTakes(urlPath, { "": "", "/": "", "/logins/": "/logins", "/a/b.c": "/a/b.c" });
  assertRefuses(urlPath, ["logins", "/a//b", "/a?b", "/../a", "/a b", "//evil.example"]);
});

Deno.test("a topic name follows Kafka's rules", () => {
  assertTakes(topicName, { "user-login_v2.x": "user-login_v2.x" });
  assertRefuses(topicName, ["", "user login", "ü", "a".repeat(250)]);
});

Deno.test("a switch is true or false, in upper or lower case, and nothing else", () => {
  assertTakes(onOff, { "true": true, "false": false, "TRUE": true, "False": false });
  assertRefuses(onOff, ["", "1", "yes", "on"]);
});

Deno.test("a word is accepted in upper or lower case", () => {
  assertTakes(word("plain", "scram-sha-256"), { plain: "plain", "SCRAM-SHA-256": "scram-sha-256" });
  assertRefuses(word("plain"), ["", "plain ", "toString"]);
});

Deno.test("a text is not empty", () => {
  assertTakes(text, { " ": " " });
  assertRefuses(text, [""]);
});

Deno.test("a whole number has only digits and is within its bounds", () => {
  assertTakes(wholeNumber(0, 10), { "0": 0, "010": 10 });
  assertRefuses(wholeNumber(0, 10), ["", "11", "-1", "1.0", "1e0", "0x1", " 1"]);
});

Deno.test("a duration is ISO 8601, in weeks, days and time", () => {
  assertTakes(durationMs, {
    PT1M: 60_000,
    P1DT2H: 26 * 3_600_000,
    P2W: 14 * 86_400_000,
    PT90S: 90_000,
    PT0S: 0,
  });
  assertRefuses(durationMs, ["", "P", "PT", "P1DT", "1H", "P1M", "P1Y", "PT1.5S", "pt1m", "-PT1M"]);
});

Deno.test("windows are durations above zero; an empty text means none", () => {
  assertTakes(windowSizes, {
    "": [],
    "PT1M, P1D": [{ text: "PT1M", sizeMs: 60_000 }, { text: "P1D", sizeMs: 86_400_000 }],
  });
  assertRefuses(windowSizes, ["PT0S", "PT1M,", "PT1M,nonsense"]);
});
