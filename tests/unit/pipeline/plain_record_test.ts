import { assertEquals } from "@std/assert";
import { PlacedRecord } from "../../../src/pipeline/placed_record.ts";
import { plainRecord } from "../../../src/pipeline/plain_record.ts";

Deno.test("a placed record and its plain copy are equal, also after a spread", () => {
  const bytes = new Uint8Array([1, 2, 3, 4]);
  const place = { bytes, keyStart: 0, keyEnd: 1, valueStart: 1, valueEnd: 4 };
  const record = new PlacedRecord({ topic: "out", partition: 2, timestamp: 7 }, place);
  assertEquals({ ...plainRecord(record) }, {
    topic: "out",
    partition: 2,
    key: new Uint8Array([1]),
    value: new Uint8Array([2, 3, 4]),
    headers: [],
    timestamp: 7,
  });
});
