import { frame, utf8 } from "../../support/logins.ts";
import { loginBody, long, overlong, varint } from "../avro_bytes.ts";
import { withRaw } from "../base_login.ts";
import type { Draft } from "../hostile_value.ts";
import type { KnownSchemas } from "../known_schemas.ts";

const tooFar = "TIMESTAMP_OUT_OF_RANGE";

const seconds = ["0", "1", "1720576825", "253402300798", "253402300799"];
const noSeconds = [
  ...["-1", "253402300800", "1720576825000", "1720576825000000", "1720576825000000000"],
  ...["2147483648000", "4294967296000", "9007199254740991", "9007199254740992"],
  ...["9223372036854775807", "9223372036854775808", "-9223372036854775808", "18446744073709551615"],
];

/** Numbers with the value of a whole number of seconds, in any notation. */
const otherSeconds = [
  ...["-0", "0.0", "-0.0", "0e5", "-0e-5", "1720576825.0", "1720576825.000", "1.720576825e9"],
  ...["1720576825e0", "17205768250e-1", "1720576825E+0", "0.1720576825e10", "2.53402300799e11"],
  // Closer to a whole number than a double can distinguish.
  ...[
    "1720576825.00000000001",
    "1e-400",
    "-1e-400",
    "0.9999999999999999999",
    "253402300799.000001",
  ],
];
const noOtherSeconds = [
  ...["0.1", "-0.1", "1720576825.5", "1720576825.000001", "1e-5", "5e-324", "1e12", "1e400"],
  ...["-1e400", "-1720576825", "-1.0", "253402300799.5", "2.534023008e11", "1e308", "1.5e0"],
];

/** Texts of one to twelve digits, and other texts. */
const digits = [
  ...Array.from({ length: 12 }, (_, i) => "1".repeat(i + 1)),
  ...["0", "000000000000", "000000000001", "001720576825", "1720576825", "253402300799"],
];
const noDigits = [
  ...["0000000000000", "9".repeat(12), "253402300800", "1".repeat(13), "1720576825000"],
  ...[" 1", "1 ", "\\t1", "1\\n", "+1", "-1", "-0", "1.0", "1e3", "0x1", "0b1", "0o7", "1_000"],
  ...["1,000", "NaN", "Infinity", "null", "true", "yesterday", "2024-07-10T02:00:25Z", "[]", "1n"],
  ...["١٧٢٠", "１７２０", "१", "𝟏", "²", "½", "①", "1\\u0000", "\\ufeff1", "1\\u200b", "٠", " "],
];

/** Times at every bound, in seconds and in the units that are mistaken for them. */
export function* timestamps(schemas: KnownSchemas): Generator<Draft> {
  for (const raw of [...seconds, ...otherSeconds]) {
    yield [`JSON number ${raw}`, utf8(withRaw("timestamp", raw)), "enriched"];
  }
  for (const raw of [...noSeconds, ...noOtherSeconds]) {
    yield [`JSON number ${raw}`, utf8(withRaw("timestamp", raw)), tooFar];
  }
  for (const text of digits) {
    yield [`JSON text ${text}`, utf8(withRaw("timestamp", `"${text}"`)), "enriched"];
  }
  for (const text of noDigits) {
    yield [`JSON text ${text}`, utf8(withRaw("timestamp", `"${text}"`)), tooFar];
  }
  for (const [name, timestamp, wanted] of avroLongs()) {
    const body = loginBody({ timestamp });
    yield [`Avro ${name}`, frame(schemas.idOf("UserLogin"), body), wanted];
    yield [
      `Avro ${name}, union`,
      frame(schemas.idOf("unionOfNumbers"), inUnion(timestamp)),
      wanted,
    ];
  }
}

function* avroLongs(): Generator<readonly [string, Uint8Array, "enriched" | typeof tooFar]> {
  for (const second of seconds) yield [`long ${second}`, long(BigInt(second)), "enriched"];
  for (const second of noSeconds) yield [`long ${second}`, long(BigInt(second)), tooFar];
  for (let length = 6; length <= 10; length++) {
    yield [`long in ${length} bytes`, overlong(1720576825, length), "enriched"];
    yield [`zero in ${length} bytes`, overlong(0, length), "enriched"];
    yield [`minus one in ${length} bytes`, overlong(-1, length), tooFar];
  }
  yield ["long of 65 bits", varint(1n << 64n), tooFar];
  yield ["long of 70 bits", varint((1n << 70n) - 1n), tooFar];
  yield ["long whose lowest 64 bits are a second", varint((1n << 64n) + 3441153650n), tooFar];
}

function inUnion(timestamp: Uint8Array): Uint8Array {
  return loginBody({ timestamp: new Uint8Array([2, ...timestamp]) });
}
