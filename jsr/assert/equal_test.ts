import { assert, assertThrows, equal } from "./mod.ts";

class Point {
  constructor(readonly x: number) {}
}

Deno.test("values are equal deeply, whatever the order of keys", () => {
  assert(equal({ a: [1, { b: "c" }], d: 2 }, { d: 2, a: [1, { b: "c" }] }));
  assert(!equal({ a: [1, { b: "c" }] }, { a: [1, { b: "d" }] }));
  assert(!equal([1, 2], [1, 2, 3]));
  assert(equal({ [Symbol.for("a")]: 1 }, { [Symbol.for("a")]: 1 }));
  assert(!equal({ [Symbol("a")]: 1 }, { [Symbol("a")]: 1 }));
});

Deno.test("NaN equals NaN and 0 equals -0", () => {
  assert(equal(NaN, NaN));
  assert(equal(0, -0));
  assert(equal([{ n: 0 }], [{ n: -0 }]));
  assert(equal(new Float64Array([NaN, 0]), new Float64Array([NaN, -0])));
});

Deno.test("values of different types are not equal", () => {
  assert(!equal(1, "1"));
  assert(!equal(1, 1n));
  assert(!equal(null, undefined));
  assert(!equal([], {}));
  assert(!equal({}, new Map()));
});

Deno.test("a missing property differs from an undefined one", () => {
  assert(!equal({ a: undefined }, {}));
  assert(!equal({ a: undefined }, { b: undefined }));
});

Deno.test("prototypes must agree, a null prototype counts as a plain object", () => {
  assert(equal(new Point(1), new Point(1)));
  assert(!equal(new Point(1), new Point(2)));
  assert(!equal(new Point(1), { x: 1 }));
  assert(equal(Object.assign(Object.create(null), { x: 1 }), { x: 1 }));
});

Deno.test("cycles of the same shape are equal", () => {
  const cycle = (): Record<string, unknown> => {
    const value: Record<string, unknown> = {};
    value.self = value;
    return value;
  };
  assert(equal(cycle(), cycle()));
});

Deno.test("Maps and Sets are equal by content, whatever the order", () => {
  assert(equal(new Set([1, 2]), new Set([2, 1])));
  assert(!equal(new Set([1, 2]), new Set([1, 3])));
  assert(equal(new Set([{ a: 1 }, { b: 2 }]), new Set([{ b: 2 }, { a: 1 }])));
  assert(!equal(new Set([{ a: 1 }]), new Set([{ a: 2 }])));
  assert(equal(new Map([["a", [1]], ["b", [2]]]), new Map([["b", [2]], ["a", [1]]])));
  assert(!equal(new Map([["a", 1]]), new Map([["a", 2]])));
  assert(!equal(new Map([["a", undefined]]), new Map([["b", undefined]])));
  assert(equal(new Map([[{ a: 1 }, 1]]), new Map([[{ a: 1 }, 1]])));
  assert(!equal(new Map([[{ a: 1 }, 1]]), new Map([[{ a: 1 }, 2]])));
});

Deno.test("dates are equal by time, invalid ones too", () => {
  assert(equal(new Date(1), new Date(1)));
  assert(!equal(new Date(1), new Date(2)));
  assert(equal(new Date(NaN), new Date(NaN)));
  assert(!equal(new Date(NaN), new Date(0)));
});

Deno.test("patterns, addresses and locales are equal by their text", () => {
  assert(equal(/a/g, /a/g));
  assert(!equal(/a/g, /a/));
  assert(equal(new URL("http://host/a"), new URL("http://host/a")));
  assert(!equal(new URL("http://host/a"), new URL("http://host/b")));
  assert(!equal(new URLSearchParams("a=1"), new URLSearchParams("a=2")));
  assert(!equal(new Intl.Locale("en-GB"), new Intl.Locale("en-US")));
});

Deno.test("bytes are equal by content and kind", () => {
  assert(equal(new Uint8Array([1, 2]), new Uint8Array([1, 2])));
  assert(!equal(new Uint8Array([1, 2]), new Uint8Array([1, 3])));
  assert(!equal(new Uint8Array([1]), new Uint8Array([1, 1])));
  assert(!equal(new Uint8Array([1]), new Int8Array([1])));
  assert(equal(new Uint8Array([1]).buffer, new Uint8Array([1]).buffer));
  assert(!equal(new Uint8Array([1]).buffer, new Uint8Array([2]).buffer));
});

Deno.test("functions are equal only to themselves", () => {
  const one = () => 1;
  assert(equal(one, one));
  assert(!equal(one, () => 1));
});

Deno.test("weak references are equal by target, weak collections cannot be compared", () => {
  assert(equal(new WeakRef({ a: 1 }), new WeakRef({ a: 1 })));
  assert(!equal(new WeakRef({ a: 1 }), new WeakRef({ a: 2 })));
  assertThrows(() => equal(new WeakMap(), new WeakMap()), TypeError, "WeakMap");
  assertThrows(() => equal(new WeakSet(), new WeakSet()), TypeError, "WeakSet");
});
