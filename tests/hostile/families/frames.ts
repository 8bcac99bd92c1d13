import { frame, utf8 } from "../../support/logins.ts";
import { bytes, loginBody } from "../avro_bytes.ts";
import { withRaw } from "../base_login.ts";
import type { Draft } from "../hostile_value.ts";
import type { KnownSchemas } from "../known_schemas.ts";
import { resolvingNames, writerSchemas } from "../writer_schemas.ts";

const noIds = [0, -1, -2, 2 ** 31 - 1, -(2 ** 31), 0x7b226122, 0x01000000, 0x00ff0000];

/** What precedes a body: magic bytes, lengths, ids of unknown or different schemas. */
export function* frames(schemas: KnownSchemas): Generator<Draft> {
  const id = schemas.idOf("UserLogin");
  const body = loginBody();
  const whole = frame(id, body);
  yield ["a login", whole, "enriched"];
  yield ["no bytes", new Uint8Array(), "EMPTY_VALUE"];
  yield ["no value", null, "tombstone"];
  for (let length = 1; length < 5; length++) {
    yield [`${length} bytes of a header`, whole.slice(0, length), "TRUNCATED_FRAME"];
    yield [`${length} zeros`, new Uint8Array(length), "TRUNCATED_FRAME"];
  }
  yield ["a header without a body", whole.slice(0, 5), "MALFORMED_AVRO"];
  yield* magicBytes(whole);
  for (const noId of noIds) yield [`id ${noId}`, frame(noId, body), "UNKNOWN_SCHEMA"];
  for (const name of writerSchemas.keys()) {
    if (resolvingNames.includes(name)) continue;
    yield [`a login under ${name}`, frame(schemas.idOf(name), body), "INCOMPATIBLE_SCHEMA"];
    yield [`nothing under ${name}`, frame(schemas.idOf(name), bytes()), "INCOMPATIBLE_SCHEMA"];
  }
  yield* otherFramings(id, body);
}

function* magicBytes(whole: Uint8Array): Generator<Draft> {
  const text = utf8(withRaw("", null));
  for (let magic = 1; magic < 256; magic++) {
    const isAscii = magic < 0x80;
    const name = `magic byte ${magic}`;
    yield [`${name} of a frame`, whole.with(0, magic), "deadLetter"];
    yield [name, new Uint8Array([magic]), aloneOf(magic)];
    const before = new Uint8Array([magic, ...text]);
    const isSpace = [0x20, 0x09, 0x0a, 0x0d].includes(magic);
    const wanted = isSpace ? "enriched" : isAscii ? "MALFORMED_JSON" : "INVALID_UTF8";
    yield [`${name} before JSON`, before, wanted];
  }
}

/** One byte is JSON only if it is a digit. */
function aloneOf(byte: number) {
  if (byte >= 0x80) return "INVALID_UTF8";
  return byte >= 0x30 && byte <= 0x39 ? "NOT_AN_OBJECT" : "MALFORMED_JSON";
}

function* otherFramings(id: number, body: Uint8Array): Generator<Draft> {
  const whole = frame(id, body);
  const json = utf8(withRaw("", null));
  yield ["a frame in a frame", frame(id, whole), "MALFORMED_AVRO"];
  yield ["two frames", bytes(whole, whole), "MALFORMED_AVRO"];
  yield ["JSON in a frame", frame(id, json), "MALFORMED_AVRO"];
  yield ["a zero before JSON", bytes([0], json), "UNKNOWN_SCHEMA"];
  yield ["a body without its header", body, "deadLetter"];
  yield ["an id of eight bytes", bytes([0, 0, 0, 0, 0], whole.subarray(1)), "UNKNOWN_SCHEMA"];
  yield [
    "an id the other way round",
    bytes([0, ...[...whole.subarray(1, 5)].reverse()], body),
    "deadLetter",
  ];
  yield ["Protobuf's message indexes", bytes(whole.subarray(0, 5), [0], body), "MALFORMED_AVRO"];
  yield ["Avro's single object", bytes([0xc3, 0x01], new Uint8Array(8), body), "INVALID_UTF8"];
  yield ["Avro's file", bytes(utf8("Obj"), [1], body), "INVALID_UTF8"];
  for (const zeros of [5, 6, 64, 4_096]) {
    yield [`${zeros} zeros`, new Uint8Array(zeros), "UNKNOWN_SCHEMA"];
  }
}
