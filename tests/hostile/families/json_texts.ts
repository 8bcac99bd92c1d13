import { utf8 } from "../../support/logins.ts";
import { baseLogin, withRaw } from "../base_login.ts";
import type { Draft, WantedFate } from "../hostile_value.ts";

const noUtf8: Readonly<Record<string, readonly number[]>> = {
  "a lone continuation": [0x80],
  "the last continuation": [0xbf],
  "two continuations": [0x80, 0x80],
  "an overlong slash of two bytes": [0xc0, 0xaf],
  "an overlong slash of three bytes": [0xe0, 0x80, 0xaf],
  "an overlong slash of four bytes": [0xf0, 0x80, 0x80, 0xaf],
  "an overlong NUL": [0xc0, 0x80],
  "an overlong quote": [0xc0, 0xa2],
  "the longest overlong of two bytes": [0xc1, 0xbf],
  "the longest overlong of three bytes": [0xe0, 0x9f, 0xbf],
  "the longest overlong of four bytes": [0xf0, 0x8f, 0xbf, 0xbf],
  "the first of two bytes alone": [0xc2],
  "the first of three bytes alone": [0xe2],
  "two of three bytes": [0xe2, 0x82],
  "the first of four bytes alone": [0xf0],
  "two of four bytes": [0xf0, 0x9f],
  "three of four bytes": [0xf0, 0x9f, 0x98],
  "a first byte before ASCII": [0xe2, 0x41, 0x82],
  "a high surrogate": [0xed, 0xa0, 0x80],
  "a low surrogate": [0xed, 0xb0, 0x80],
  "a surrogate pair as CESU-8": [0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80],
  "the last surrogate": [0xed, 0xbf, 0xbf],
  "a code point beyond U+10FFFF": [0xf4, 0x90, 0x80, 0x80],
  "a first byte of four beyond": [0xf5, 0x80, 0x80, 0x80],
  "a sequence of five bytes": [0xf8, 0x88, 0x80, 0x80, 0x80],
  "a sequence of six bytes": [0xfc, 0x84, 0x80, 0x80, 0x80, 0x80],
  "0xfe": [0xfe],
  "0xff": [0xff],
  "a mark of UTF-16": [0xff, 0xfe],
  "Latin-1": [0x4d, 0xfc, 0x6e, 0x63, 0x68, 0x65, 0x6e],
  "Windows-1252": [0x93, 0x61, 0x94],
  "Shift JIS": [0x93, 0xfa, 0x96, 0x7b],
  "gzip": [0x1f, 0x8b, 0x08],
  "invalid behind a real U+FFFD": [0xef, 0xbf, 0xbd, 0xff],
};

const utf8Texts = [
  ...["\u0000", "\u007f", "\u0080", "\u07ff", "\u0800", "\ud7ff", "\ue000", "\ufeff", "\ufffd"],
  ...["\ufffe", "\uffff", "\u{10000}", "\u{10ffff}", "😀", "é", "e\u0301", "\u202e", "\u2028"],
  ...["\u200b", "İ", "ß", "日本語", "𝒳", "👩‍👩‍👧", "\u0085", "\ufdd0", "\u{1fffe}", "\u00a0"],
];

/** A text between quotes, and the fate of a login that contains it. */
const escapes: Readonly<Record<string, WantedFate>> = {
  ...{ "\\ud83d\\ude00": "enriched", "\\uD83D\\uDE00": "enriched", "\\ud800\\udc00": "enriched" },
  ...{ "\\udbff\\udfff": "enriched", "\\\\ud83d": "enriched", "\\\\\\\\ude00": "enriched" },
  ...{ "\\\\\\ud83d\\ude00": "enriched", "\\ufffd": "enriched", "\\uFEFF": "enriched" },
  ...{ "\\u0000": "enriched", "\\ud7ff": "enriched", "\\ue000": "enriched", "\\uffff": "enriched" },
  ...{ "\\b\\f\\n\\r\\t": "enriched", '\\"\\\\\\/': "enriched", "\\u0022": "enriched" },
  ...{ "\\ud83d": "LONE_SURROGATE", "\\ude00": "LONE_SURROGATE", "\\ud800": "LONE_SURROGATE" },
  ...{ "\\udfff": "LONE_SURROGATE", "\\ude00\\ud83d": "LONE_SURROGATE" },
  ...{ "\\ud83d\\ud83d\\ude00": "LONE_SURROGATE", "\\ud83d\\ude00\\ude00": "LONE_SURROGATE" },
  ...{ "\\ud83d \\ude00": "LONE_SURROGATE", "\\ud83d\\n\\ude00": "LONE_SURROGATE" },
  ...{ "\\ud83d\\\\ude00": "LONE_SURROGATE", "\\\\\\ud83d": "LONE_SURROGATE" },
  ...{ "\\ud83d\\u0041": "LONE_SURROGATE", "\\ud83d😀": "LONE_SURROGATE" },
  ...{ "😀\\ude00": "LONE_SURROGATE", "\\ud83dx": "LONE_SURROGATE" },
  ...{ "\\ud83": "MALFORMED_JSON", "\\u": "MALFORMED_JSON", "\\ud83g": "MALFORMED_JSON" },
  ...{ "\\ud83d\\u": "MALFORMED_JSON", "\\ud83d\\ude0": "MALFORMED_JSON", "\\": "MALFORMED_JSON" },
  ...{ "\\u 041": "MALFORMED_JSON", "\\u+041": "MALFORMED_JSON", "\\v": "MALFORMED_JSON" },
};

/** The places where a text may be in a login without being rejected itself. */
const places: Readonly<Record<string, (text: string) => string>> = {
  "in user_id": (text) => withRaw("user_id", `"a${text}z"`),
  "as locale": (text) => withRaw("locale", `"${text}"`),
  "in a field that nobody reads": (text) => withRaw("ip", `"a","extra":"${text}"`),
  "in a name": (text) => withRaw("ip", `"a","${text}":1`),
  "in a value that is overwritten": (text) => withRaw("ip", `"a${text}","ip":"b"`),
  "deep inside": (text) => withRaw("ip", `"a","extra":[{"a":["${text}"]}]`),
};

const stand = "\u{f0000}";

/** Texts that are not Unicode, or Unicode that decoders tend to change. */
export function* jsonTexts(): Generator<Draft> {
  for (const [place, put] of Object.entries(places)) {
    for (const [name, sequence] of Object.entries(noUtf8)) {
      yield [`${name} ${place}`, replaced(put(stand), sequence), "INVALID_UTF8"];
    }
    for (const text of utf8Texts) {
      // Only control characters need escapes; the others are ordinary text.
      const wanted = text < " " ? "MALFORMED_JSON" : "enriched";
      yield [`${JSON.stringify(text)} ${place}`, utf8(put(text)), wanted];
    }
    for (const [text, wanted] of Object.entries(escapes)) {
      yield [`${text} ${place}`, utf8(put(text)), wanted];
    }
  }
  for (const [name, sequence] of Object.entries(noUtf8)) {
    yield [
      `${name} behind the text`,
      replaced(withRaw("", null) + stand, sequence),
      "INVALID_UTF8",
    ];
    yield [`${name} alone`, new Uint8Array(sequence), "INVALID_UTF8"];
  }
  yield* controls();
  yield* marks();
}

function* controls(): Generator<Draft> {
  for (let code = 0; code < 32; code++) {
    const raw = withRaw("locale", `"${String.fromCharCode(code)}"`);
    yield [`control character ${code} as it is`, utf8(raw), "MALFORMED_JSON"];
    const escape = `\\u${code.toString(16).padStart(4, "0")}`;
    yield [`control character ${code} escaped`, utf8(withRaw("locale", `"${escape}"`)), "enriched"];
    const text = withRaw("", null) + String.fromCharCode(code);
    const wanted = "\t\n\r".includes(String.fromCharCode(code)) ? "enriched" : "MALFORMED_JSON";
    yield [`control character ${code} behind the text`, utf8(text), wanted];
  }
}

function* marks(): Generator<Draft> {
  const text = withRaw("", null);
  yield ["a byte order mark", utf8("\ufeff"), "BYTE_ORDER_MARK"];
  yield ["a byte order mark before a login", utf8(`\ufeff${text}`), "BYTE_ORDER_MARK"];
  yield ["two byte order marks", utf8(`\ufeff\ufeff${text}`), "BYTE_ORDER_MARK"];
  yield ["a byte order mark before nonsense", utf8("\ufeffx"), "BYTE_ORDER_MARK"];
  yield ["a byte order mark behind a login", utf8(`${text}\ufeff`), "MALFORMED_JSON"];
  yield ["a byte order mark behind a space", utf8(` \ufeff${text}`), "MALFORMED_JSON"];
  const bigEndian = [...text].flatMap((char) => [0, char.charCodeAt(0)]);
  const littleEndian = [...text].flatMap((char) => [char.charCodeAt(0), 0]);
  yield ["UTF-16, little endian", new Uint8Array(littleEndian), "MALFORMED_JSON"];
  yield ["UTF-16 with its mark", new Uint8Array([0xff, 0xfe, ...littleEndian]), "INVALID_UTF8"];
  yield ["UTF-16, big endian, is a frame", new Uint8Array(bigEndian), "UNKNOWN_SCHEMA"];
  yield ["UTF-7", utf8("+AHs-"), "MALFORMED_JSON"];
  yield [
    `${baseLogin.user_id} in quoted-printable`,
    utf8(text.replaceAll(":", "=3A")),
    "MALFORMED_JSON",
  ];
}

/** The UTF-8 of a text in which any bytes replace a placeholder. */
function replaced(text: string, bytes: readonly number[]): Uint8Array {
  const [before, behind] = text.split(stand).map(utf8) as [Uint8Array, Uint8Array];
  return new Uint8Array([...before, ...bytes, ...behind]);
}
