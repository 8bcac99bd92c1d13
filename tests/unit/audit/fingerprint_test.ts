import { assert, assertEquals, assertNotEquals } from "@std/assert";
import fc from "fast-check";
import { fingerprintOf } from "../../../src/audit/fingerprint.ts";
import type { OutputRecord } from "../../../src/pipeline/record.ts";

const bytes = fc.option(fc.uint8Array({ maxLength: 40 }));
const record: fc.Arbitrary<Omit<OutputRecord, "topic">> = fc.record({
  partition: fc.nat(100),
  timestamp: fc.integer({ min: -1, max: 253402300799999 }),
  key: bytes,
  value: bytes,
  headers: fc.array(fc.tuple(fc.string({ maxLength: 5 }), bytes), { maxLength: 3 }),
});

Deno.test("fingerprintOf() gives equal records the same 53-bit number", () => {
  fc.assert(fc.property(record, (some) => {
    const fingerprint = fingerprintOf(some);
    assert(Number.isSafeInteger(fingerprint) && fingerprint >= 0);
    const copy = { ...some, key: some.key && Buffer.from(some.key) };
    assertEquals(fingerprintOf(copy), fingerprint);
  }));
});

Deno.test("fingerprintOf() differs for a difference in any part of a record", () => {
  fc.assert(fc.property(record, record, (some, other) => {
    for (const name of Object.keys(some) as (keyof typeof some)[]) {
      if (fc.stringify(some[name]) === fc.stringify(other[name])) continue;
      assertNotEquals(fingerprintOf({ ...some, [name]: other[name] }), fingerprintOf(some), name);
    }
  }));
});

Deno.test("fingerprintOf() depends on where one field ends and the next begins", () => {
  const rest = { partition: 0, timestamp: 0, headers: [] };
  const [ab, c, a, bc] = ["ab", "c", "a", "bc"].map((text) => Buffer.from(text));
  assertNotEquals(
    fingerprintOf({ ...rest, key: ab!, value: c! }),
    fingerprintOf({ ...rest, key: a!, value: bc! }),
  );
  assertNotEquals(
    fingerprintOf({ ...rest, key: null, value: c! }),
    fingerprintOf({ ...rest, key: new Uint8Array(), value: c! }),
  );
});

Deno.test("fingerprintOf() detects each single flipped bit of a value", () => {
  const value = new Uint8Array(64).map((_, i) => i * 37);
  const written = { partition: 1, timestamp: 1, key: null, headers: [] };
  const fingerprints = new Set([fingerprintOf({ ...written, value })]);
  for (let bit = 0; bit < value.length * 8; bit++) {
    const flipped = value.with(bit >> 3, value[bit >> 3]! ^ 1 << (bit & 7));
    fingerprints.add(fingerprintOf({ ...written, value: flipped }));
  }
  assertEquals(fingerprints.size, 64 * 8 + 1);
});
