import { assert, assertEquals } from "@std/assert";
import { parseSchema } from "../../../src/pipeline/avro_schema.ts";
import { compileWalk } from "../../../src/pipeline/avro_walk.ts";

/** Whether bytes are a valid value of a skipped field. */
function walks(type: unknown, hex: string): boolean {
  return walkOf(type)(Buffer.from(hex, "hex"));
}

function walkOf(type: unknown): (bytes: Uint8Array) => boolean {
  const step = compileWalk(parseSchema(type), new Map());
  return (bytes) => {
    const cursor = { bytes: Buffer.from(bytes), position: 0, depth: 0, emptyValues: 0 };
    return step(cursor) && cursor.position === bytes.length;
  };
}

const strings = { type: "array", items: "string" };
const nulls = { type: "array", items: "null" };
const emptyRecords = { type: "map", values: { type: "record", name: "E", fields: [] } };

Deno.test("a negative length does not move the walk backwards", () => {
  const fields = ["int", "bytes", "int", "int"].map((type, i) => ({ name: `f${i}`, type }));
  assert(!walks({ type: "record", name: "Back", fields }, "0203"));
});

Deno.test("a walk skips each type exactly to its end", () => {
  const values: [type: unknown, hex: string][] = [
    ["null", ""],
    ["boolean", "01"],
    ["int", "feffffff0f"],
    ["long", "ffffffffffffffffff01"],
    ["float", "0000803f"],
    ["double", "000000000000f03f"],
    ["bytes", "04ff00"],
    ["string", "04c3bc"],
    [{ type: "fixed", name: "F", size: 2 }, "ff00"],
    [{ type: "enum", name: "N", symbols: ["A", "B"] }, "02"],
    [["null", "string"], "020261"],
    [strings, "040261026202026300"],
    [{ type: "map", values: "int" }, "0202610200"],
    [{ type: "int", logicalType: "date" }, "02"],
  ];
  for (const [type, hex] of values) {
    assert(walks(type, hex), `${JSON.stringify(type)} refused ${hex}`);
    assert(!walks(type, `${hex}00`), `${JSON.stringify(type)} took a byte behind ${hex}`);
    if (hex !== "") assert(!walks(type, hex.slice(0, -2)), `${JSON.stringify(type)} cut short`);
  }
});

Deno.test("a walk refuses invalid values of a type", () => {
  const values: [type: unknown, hex: string][] = [
    ["boolean", "02"],
    ["int", "8080808010"],
    ["bytes", "01"],
    ["string", "01"],
    ["string", "02ff"],
    [{ type: "enum", name: "N", symbols: ["A", "B"] }, "04"],
    [{ type: "enum", name: "N", symbols: ["A", "B"] }, "01"],
    [["null", "string"], "04"],
    [["null", "string"], "01"],
    [{ type: "map", values: "int" }, "0202ff0200"],
  ];
  for (const [type, hex] of values) {
    assert(!walks(type, hex), `${JSON.stringify(type)} took ${hex}`);
  }
});

Deno.test("a walk accepts a block with its true size", () => {
  assert(walks(strings, "03080261026200"));
});

Deno.test("a walk refuses a block with a wrong size, which would make avsc jump or loop", () => {
  for (const size of ["00", "02", "06", "03", "05", "7f"]) {
    assert(!walks(strings, `03${size}0261026200`), size);
  }
});

Deno.test("a walk refuses a block with more items than bytes at once", () => {
  assert(!walks(strings, "feffffffffffffffff01026100"));
  assert(!walks(strings, "ffffffffffffffffff0104026100"));
});

Deno.test("a walk limits items without bytes, in one block or in many", () => {
  const walk = walkOf(nulls);
  const block = Buffer.from("808004", "hex"); // 32768 items
  assertEquals(walk(Buffer.concat([block, block, Buffer.from([0])])), true);
  assertEquals(walk(Buffer.concat([...Array(3).fill(block), Buffer.from([0])])), false);
  assertEquals(walk(Buffer.from("feffffffffffffffff0100", "hex")), false);
  assertEquals(walks(emptyRecords, "040261026200"), true);
});

Deno.test("a walk skips nested records up to 64 levels", () => {
  const list = { type: "record", name: "L", fields: [{ name: "next", type: ["null", "L"] }] };
  const levels = (count: number) => "02".repeat(count - 1) + "00";
  assert(walks(list, levels(64)));
  assert(!walks(list, levels(65)));
  assert(!walks(list, levels(1_000_000)));
});

Deno.test("a walk of nested empty records does not take exponential time", () => {
  const doubled = (levels: number): object => {
    const inner = levels === 0 ? [] : [
      { name: "left", type: doubled(levels - 1) },
      { name: "right", type: `L${levels - 1}` },
    ];
    return { type: "record", name: `L${levels}`, fields: inner };
  };
  assert(walks(doubled(15), ""));
  assert(!walks(doubled(16), ""));
  assert(!walks(doubled(60), ""));
});
