import { frame, utf8 } from "../../support/logins.ts";
import { bytes, loginBody, long, overlong, sized, text } from "../avro_bytes.ts";
import { baseLogin } from "../base_login.ts";
import type { Draft, WantedFate } from "../hostile_value.ts";
import type { KnownSchemas } from "../known_schemas.ts";

const malformed = "MALFORMED_AVRO";
const huge = [2n ** 31n - 1n, 2n ** 31n, 2n ** 32n, 2n ** 53n, 2n ** 62n, 2n ** 63n - 1n];
const textFields = ["user_id", "app_version", "ip", "device_id"] as const;

/** Bodies that claim more than they hold, or a negative amount. */
export function* avroBombs(schemas: KnownSchemas): Generator<Draft> {
  const inFrame = (name: string) => ([what, body, wanted]: Body): Draft => [
    `${name}: ${what}`,
    frame(schemas.idOf(name), body),
    wanted,
  ];
  yield* map(lengths(), inFrame("UserLogin"));
  yield* map(branches(), inFrame("UserLogin"));
  yield* map(counts(), inFrame("emptyItems"));
  yield* map(counts(), inFrame("emptyRecords"));
  yield* map(nesting(), inFrame("recursive"));
  yield* map(listNesting(), inFrame("recursiveList"));
  yield* map(arrayNesting(), inFrame("nestedArrays"));
  yield* map(sizedBlocks(), inFrame("addedEverything"));
  yield inFrame("exponential")(["no bytes at all", loginBody(), malformed]);
}

type Body = readonly [what: string, body: Uint8Array, wanted: WantedFate];

function* lengths(): Generator<Body> {
  for (const field of textFields) {
    const whole = utf8(baseLogin[field]);
    const withLength = (length: Uint8Array) => loginBody({ [field]: bytes(length, whole) });
    for (const length of [-1n, -2n, ...huge, ...huge.map((each) => -each)]) {
      yield [`${field} of length ${length}`, withLength(long(length)), malformed];
    }
    for (const width of [2, 5, 9, 10]) {
      const fits = overlong(whole.length, width);
      yield [`length of ${field} in ${width} bytes`, withLength(fits), "enriched"];
    }
    yield [`length of ${field} in 11 bytes`, withLength(overlong(whole.length, 11)), malformed];
    yield [`length of ${field} never ends`, withLength(new Uint8Array(30).fill(0x80)), malformed];
    yield [`no ${field}`, loginBody({ [field]: sized(bytes()) }), "EMPTY_FIELD"];
    yield [`${field} is no UTF-8`, loginBody({ [field]: sized(bytes([0xff])) }), malformed];
    yield [`${field} is NUL`, loginBody({ [field]: text("\u0000") }), "enriched"];
  }
}

function* branches(): Generator<Body> {
  for (const field of ["device_type", "locale"] as const) {
    for (const index of [2n, 3n, -1n, ...huge]) {
      const branch = bytes(long(index), text("android"));
      yield [`branch ${index} of ${field}`, loginBody({ [field]: branch }), malformed];
    }
    const asNull = field === "locale" ? "enriched" : "filtered";
    yield [`no ${field}`, loginBody({ [field]: long(0) }), asNull];
    yield [`no ${field} in ten bytes`, loginBody({ [field]: overlong(0, 10) }), asNull];
    yield [`empty ${field}`, loginBody({ [field]: bytes([2], text("")) }), asNull];
  }
}

/** Counts of items without bytes, so that the body never ends. */
function* counts(): Generator<Body> {
  const body = (...blocks: readonly Uint8Array[]) => bytes(...blocks, loginBody());
  const end = long(0);
  yield ["no items", body(end), "enriched"];
  yield ["a thousand items", body(long(1_000), end), "enriched"];
  yield ["a thousand items in a sized block", body(long(-1_000), long(0), end), "enriched"];
  yield ["a thousand blocks", body(...Array(1_000).fill(long(1)), end), "enriched"];
  yield ["a million items", body(long(1_000_000), end), malformed];
  yield ["a block of the wrong size", body(long(-1), long(1), end), malformed];
  yield ["a block of a negative size", body(long(-1), long(-1), end), malformed];
  yield ["no end", body(long(1)), malformed];
  for (const count of huge) {
    yield [`${count} items`, body(long(count), end), malformed];
    yield [`${count} items in a sized block`, body(long(-count), long(0), end), malformed];
    yield [`a block of ${count} bytes`, body(long(-1), long(count), end), malformed];
    yield [`a block that goes back ${count} bytes`, body(long(-1), long(-count), end), malformed];
  }
}

function* nesting(): Generator<Body> {
  for (const depth of [0, 1, 10, 64, 65, 1_000, 2_000]) {
    const before = Array.from({ length: depth }, () => [2]).flat();
    const behind = Array.from({ length: depth }, () => [...loginBody()]).flat();
    const body = bytes(before, [0], loginBody(), behind);
    yield [`${depth} logins in each other`, body, depth > 64 ? malformed : "enriched"];
  }
  yield ["a hundred thousand beginnings", new Uint8Array(100_000).fill(2), malformed];
}

function* listNesting(): Generator<Body> {
  for (const depth of [1, 64, 65, 100_000]) {
    const body = bytes(new Uint8Array(depth - 1).fill(2), [0], loginBody());
    yield [`${depth} records in each other`, body, depth > 64 ? malformed : "enriched"];
  }
}

function* arrayNesting(): Generator<Body> {
  yield ["no arrays", bytes([0], loginBody()), "enriched"];
  const open = new Uint8Array(200).fill(2);
  const whole = bytes(open, long(7), new Uint8Array(200), loginBody());
  yield ["200 arrays in each other", whole, "enriched"];
  yield ["arrays without end", new Uint8Array(10_000).fill(2), malformed];
}

function* sizedBlocks(): Generator<Body> {
  for (const size of [...huge, ...huge.map((each) => -each), 0n, 1n, 3n]) {
    const tags = bytes(long(-1), long(size), text("a"), [0]);
    yield [`a block of two bytes that says ${size}`, bytes(tags, loginBody()), malformed];
  }
}

function* map<T, U>(items: Iterable<T>, change: (item: T) => U): Generator<U> {
  for (const item of items) yield change(item);
}
