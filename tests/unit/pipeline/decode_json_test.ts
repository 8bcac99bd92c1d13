import { assert, assertEquals } from "@std/assert";
import { decodeJson, type RawRecord } from "../../../src/pipeline/decode_json.ts";
import { Rejection, type RejectionCode } from "../../../src/pipeline/rejection.ts";
import { utf8 } from "../../support/logins.ts";

function accepted(bytes: Uint8Array): RawRecord {
  const decoded = decodeJson(bytes);
  assert(!(decoded instanceof Rejection), `rejected as ${(decoded as Rejection).code}`);
  return decoded;
}

function assertRejected(bytes: Uint8Array, code: RejectionCode): void {
  assertEquals(decodeJson(bytes), new Rejection(code));
}

/** A JSON object with raw bytes inside a string. */
function around(bytes: readonly number[]): Uint8Array {
  return new Uint8Array([...utf8('{"x":"'), ...bytes, ...utf8('"}')]);
}

/** An object with nested arrays, of a total depth. */
function nested(levels: number): string {
  return `{"x":${"[".repeat(levels - 1)}${"]".repeat(levels - 1)}}`;
}

Deno.test("decodeJson() reads an object surrounded by whitespace", () => {
  assertEquals(accepted(utf8(' \t\r\n{"a": 1, "b": [true, null]}\r\n ')), {
    a: 1,
    b: [true, null],
  });
});

Deno.test("decodeJson() uses the last value of a repeated key", () => {
  assertEquals(accepted(utf8('{"a":1,"b":2,"a":3}')), { a: 3, b: 2 });
});

Deno.test("decodeJson() reads a key __proto__ as an ordinary field and does not set the prototype", () => {
  const record = accepted(utf8('{"__proto__":{"user_id":"u"}}'));
  assertEquals(record["user_id"], undefined);
  assertEquals(Object.keys(record), ["__proto__"]);
});

Deno.test("decodeJson() distinguishes JSON that is not an object from malformed JSON", () => {
  for (const text of ["[]", "[{}]", '"a"', "1", "true", "null"]) {
    assertRejected(utf8(text), "NOT_AN_OBJECT");
  }
});

Deno.test("decodeJson() rejects malformed JSON", () => {
  const texts = [
    " ",
    "{",
    '{"a":1',
    '{"a":1}}',
    '{"a":01}',
    "{'a':1}",
    '{"a":1,}',
    "{a:1}",
    "hello",
  ];
  for (const text of texts) assertRejected(utf8(text), "MALFORMED_JSON");
  for (const text of ['{"a":NaN}', '{"a":"\n"}', '{"a":"\\x"}', '{"a":"\\u12"}', "{}{}"]) {
    assertRejected(utf8(text), "MALFORMED_JSON");
  }
});

Deno.test("decodeJson() rejects a byte order mark before the text and keeps one within a string", () => {
  assertRejected(utf8('\uFEFF{"a":1}'), "BYTE_ORDER_MARK");
  assertRejected(utf8("\uFEFF"), "BYTE_ORDER_MARK");
  assertEquals(accepted(utf8('{"a":"\uFEFFb"}')), { a: "\uFEFFb" });
});

Deno.test("decodeJson() rejects bytes that are not UTF-8, even in other fields", () => {
  const sequences = {
    "a lone continuation": [0x80],
    "a byte that never occurs": [0xff],
    "a sequence cut short": [0xe2, 0x82],
    "an overlong form": [0xc0, 0xaf],
    "a surrogate in UTF-8": [0xed, 0xa0, 0xbd],
    "a code point beyond U+10FFFF": [0xf4, 0x90, 0x80, 0x80],
  };
  for (const bytes of Object.values(sequences)) assertRejected(around(bytes), "INVALID_UTF8");
  assertRejected(new Uint8Array([...utf8("{}"), 0xff]), "INVALID_UTF8");
  assertRejected(new Uint8Array([0xff, 0xfe, 0x7b, 0]), "INVALID_UTF8");
});

Deno.test("decodeJson() keeps a real U+FFFD", () => {
  assertEquals(accepted(around([0xef, 0xbf, 0xbd])), { x: "\uFFFD" });
  assertEquals(accepted(utf8('{"x":"\\ufffd"}')), { x: "\uFFFD" });
  assertRejected(around([0xef, 0xbf, 0xbd, 0xff]), "INVALID_UTF8");
});

Deno.test("decodeJson() rejects half of an escaped surrogate pair anywhere", () => {
  const halves = [
    String.raw`{"x":"\ud83d"}`,
    String.raw`{"x":"\ude00"}`,
    String.raw`{"x":"\ude00\ud83d"}`,
    String.raw`{"x":"\ud83d\ud83d\ude00"}`,
    String.raw`{"x":"\ud83d\ude00\ude00"}`,
    String.raw`{"x":"\ud83d-\ude00"}`,
    String.raw`{"x":"\ud83d\n\ude00"}`,
    String.raw`{"x":"\ud83d\\ude00"}`,
    String.raw`{"x":"\ud83d","y":"\ude00"}`,
    String.raw`{"\uD83D":1}`,
    String.raw`{"x":"\ud83d` + '😀"}',
  ];
  for (const text of halves) assertRejected(utf8(text), "LONE_SURROGATE");
});

Deno.test("decodeJson() reads whole surrogate pairs, escaped or not", () => {
  assertEquals(accepted(utf8(String.raw`{"x":"\ud83d\ude00\uD83D\uDE00"}`)), { x: "😀😀" });
  assertEquals(accepted(utf8('{"x":"😀"}')), { x: "😀" });
});

Deno.test("decodeJson() does not read a u after an escaped backslash as an escape", () => {
  assertEquals(accepted(utf8(String.raw`{"x":"\\ud83d"}`)), { x: String.raw`\ud83d` });
  assertEquals(accepted(utf8(String.raw`{"x":"\\\ud83d\ude00"}`)), { x: "\\😀" });
  assertRejected(utf8(String.raw`{"x":"\\\ud83d"}`), "LONE_SURROGATE");
});

Deno.test("decodeJson() reads 64 levels and rejects 65", () => {
  accepted(utf8(nested(64)));
  assertRejected(utf8(nested(65)), "NESTED_TOO_DEEP");
  assertRejected(utf8(`${'{"x":'.repeat(65)}1${"}".repeat(65)}`), "NESTED_TOO_DEEP");
  assertRejected(utf8("[".repeat(1_000_000)), "NESTED_TOO_DEEP");
});

Deno.test("decodeJson() does not count brackets in strings and adjacent brackets as nesting", () => {
  accepted(utf8(`{"x":"${"[".repeat(100)}"}`));
  accepted(utf8(`{"x":"\\"${"{".repeat(100)}"}`));
  accepted(utf8(`{"x":[${"[],".repeat(100)}{}]}`));
});

Deno.test("decodeJson() gives the same login fields for a long text as for a short one", () => {
  const spaces = " ".repeat(5_000);
  const login = String.raw`{"ip":7,"ip":"a","locale":"\u00fc","timestamp":1.5,"user_id":null`;
  assertEquals(accepted(utf8(`${login},"__proto__":{"device_id":"b"}}${spaces}`)), {
    ...{ ip: "a", locale: "ü", timestamp: 1.5, user_id: null },
  });
  assertRejected(utf8(`${login}${spaces}`), "MALFORMED_JSON");
  assertRejected(utf8(`[${login}}]${spaces}`), "NOT_AN_OBJECT");
  assertRejected(utf8(String.raw`${login},"x":["\ud83d"]}${spaces}`), "LONE_SURROGATE");
  assertRejected(utf8(`${login},"x":${"[".repeat(5_000)}`), "NESTED_TOO_DEEP");
});
