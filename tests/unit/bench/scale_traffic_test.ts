import { assertEquals } from "@std/assert";
import { exampleConditions } from "../../../bench/scale_conditions.ts";
import { trafficOf } from "../../../bench/scale_traffic.ts";

const bytes = { inputBytes: 200, outputBytes: 100 };

Deno.test("traffic has the copies, our processes, and each reader of the output", () => {
  assertEquals(trafficOf(1e6, bytes, { ...exampleConditions, outputReaders: 2 }), {
    input: 200,
    written: 900,
    total: 1_300, // 200 and 100 come, 200 and twice 100 are read, 600 are copied
    busierDirection: 1_000, // sent
    betweenZones: 600 + 700 * 2 / 3,
  });
});

Deno.test("with a single copy and no readers, more comes than goes", () => {
  const conditions = { ...exampleConditions, replicationFactor: 1, outputReaders: 0, zones: 1 };
  assertEquals(trafficOf(1e6, bytes, conditions), {
    input: 200,
    written: 300,
    total: 500,
    busierDirection: 300,
    betweenZones: 0,
  });
});
