import { frame, utf8 } from "../../support/logins.ts";
import { bytes, loginBody, text } from "../avro_bytes.ts";
import { behind, withRaw } from "../base_login.ts";
import type { Draft } from "../hostile_value.ts";
import { maxValueBytes } from "../judge/judge.ts";
import type { KnownSchemas } from "../known_schemas.ts";

const half = "x".repeat(600_000);

/** Values around MAX_VALUE_BYTES, large parts, many parts, deep parts. */
export function* sizes(schemas: KnownSchemas): Generator<Draft> {
  yield* limits(schemas);
  yield* tooLarge(schemas);
  yield* depths();
  yield* costly();
}

function* limits(schemas: KnownSchemas): Generator<Draft> {
  const emptyBytes = behind('"extra":""').length;
  for (const size of [maxValueBytes - 1, maxValueBytes]) {
    const value = behind(`"extra":"${"x".repeat(size - emptyBytes)}"`);
    yield [`JSON of ${size} bytes`, value, "enriched"];
    yield [`spaces and JSON, ${size} bytes`, utf8(withRaw("", null).padStart(size)), "enriched"];
    yield [`no JSON of ${size} bytes`, new Uint8Array(size).fill(0x78), "MALFORMED_JSON"];
    yield [`zeros of ${size} bytes`, new Uint8Array(size), "UNKNOWN_SCHEMA"];
    const body = new Uint8Array(size - 5).fill(0x61);
    yield [`a frame of ${size} bytes`, frame(schemas.idOf("UserLogin"), body), "MALFORMED_AVRO"];
  }
  for (const size of [maxValueBytes + 1, 2 * maxValueBytes]) {
    const value = utf8(withRaw("", null).padStart(size));
    yield [`JSON of ${size} bytes`, value, "VALUE_TOO_LARGE"];
    yield [`zeros of ${size} bytes`, new Uint8Array(size), "VALUE_TOO_LARGE"];
  }
}

/** A user_id is written twice, in key and value; a locale as well, in counts. */
function* tooLarge(schemas: KnownSchemas): Generator<Draft> {
  const tooLarge = "OUTPUT_TOO_LARGE";
  yield ["JSON with a large user_id", utf8(withRaw("user_id", `"${half}"`)), tooLarge];
  yield ["JSON with a large locale", utf8(withRaw("locale", `"${half}"`)), tooLarge];
  yield ["JSON with a large ip", utf8(withRaw("ip", `"${half}"`)), "enriched"];
  const iOS = withRaw("user_id", `"${half}"`).replace("android", "iOS");
  yield ["JSON with a large user_id, iOS", utf8(iOS), "filtered"];
  const id = schemas.idOf("UserLogin");
  yield ["Avro with a large user_id", frame(id, loginBody({ user_id: text(half) })), tooLarge];
  const locale = bytes([2], text(half));
  yield ["Avro with a large locale", frame(id, loginBody({ locale })), tooLarge];
  yield ["Avro with a large ip", frame(id, loginBody({ ip: text(half) })), "enriched"];
}

function* depths(): Generator<Draft> {
  for (const [open, close] of [["[", "]"], ['{"a":', "}"], ['[{"a":', "}]"]] as const) {
    const levels = open.length - open.replaceAll(/[[{]/g, "").length;
    for (const depth of [2, 31, 62, 64, 66, 1_000, 100_000]) {
      const times = Math.floor(depth / levels);
      const nested = `${open.repeat(times)}1${close.repeat(times)}`;
      const isTooDeep = times * levels + 1 > 64;
      const wanted = isTooDeep ? "NESTED_TOO_DEEP" : "enriched";
      yield [`${times} times ${open} in a field`, behind(`"extra":${nested}`), wanted];
      const locale = JSON.stringify(nested.slice(0, 10_000));
      yield [`${times} times ${open} in a locale`, behind(`"locale":${locale}`), "enriched"];
      if (!isTooDeep) continue;
      yield [`${times} times ${open} alone`, utf8(open.repeat(times)), "deadLetter"];
      yield [`${times} times ${close} alone`, utf8(close.repeat(times)), "MALFORMED_JSON"];
      yield [
        `${times} times ${open} and overwritten`,
        behind(`"extra":${nested},"extra":1`),
        wanted,
      ];
    }
  }
}

/** Texts of a megabyte that are cheap to send and could be expensive to read. */
function* costly(): Generator<Draft> {
  const units: Readonly<Record<string, readonly [first: string, unit: string, last: string]>> = {
    arrays: ["[[]", ",[]", "]"],
    objects: ["[{}", ",{}", "]"],
    "single digits": ["[1", ",1", "]"],
    "long fractions": ["[0", ",1.7976931348623157e308", "]"],
    "one number": ["1", "1", "1"],
    "a fraction": ["0.1", "1", "e-5"],
    spaces: [" ", " \n", "1"],
    "escaped newlines": ['"\\u0041', "\\n", '"'],
    "escaped letters": ['"', "\\u0041", '"'],
    "surrogate pairs": ['"', "\\ud83d\\ude00", '"'],
    backslashes: ['"\\u0041', "\\\\", '"'],
    "real U+FFFD": ['"', "\uFFFD", '"'],
    "equal names": ['{"a":1', ',"a":1', "}"],
  };
  for (const [name, [first, unit, last]] of Object.entries(units)) {
    const times = Math.floor((maxValueBytes - 1_000) / utf8(unit).length);
    yield [
      `a megabyte of ${name}`,
      behind(`"extra":${first}${unit.repeat(times)}${last}`),
      "enriched",
    ];
  }
  const names = Array.from({ length: 100_000 }, (_, i) => `"${i}":1`);
  yield ["a hundred thousand names", behind(`"extra":{${names.join()}}`), "enriched"];
  yield* collisions();
}

/**
 * In V8, the hash of a text of digits is its number. So these texts share one slot of its table of
 * short strings, and each costs a search through all earlier ones.
 */
function* collisions(): Generator<Draft> {
  for (const power of [12, 13, 14, 16]) {
    const step = 2 ** power;
    const first = Math.ceil(1e8 / step);
    const count = Math.min(80_000, Math.floor(9e8 / step));
    const colliding = Array.from({ length: count }, (_, i) => String((first + i) * step));
    const name = `${count} texts that are multiples of 2^${power}`;
    yield [`${name} as items`, behind(`"extra":["${colliding.join('","')}"]`), "enriched"];
    const members = colliding.map((text, i) => `"a${i % 10}":"${text}"`).slice(0, 50_000);
    yield [`${name} as fields`, behind(members.join()), "enriched"];
    const repeated = colliding.map((text) => `"ip":"${text}"`).slice(0, 50_000);
    yield [`${name} as one field`, behind(repeated.join()), "enriched"];
    const escaped = colliding.map((text) => `"\\u0031${text}":1`).slice(0, 40_000);
    yield [`${name} as escaped names`, behind(escaped.join()), "enriched"];
  }
}
