import { assertEquals } from "@std/assert";
import { murmur2, partitionOf } from "../../../src/pipeline/partition.ts";

/**
 * Key as hex, `Utils.murmur2`, and `Utils.toPositive(hash) % n` for 4 and for 7 partitions, as
 * computed by org.apache.kafka:kafka-clients 4.3.1.
 */
const vectors: readonly (readonly [hex: string, hash: number, of4: number, of7: number])[] = [
  ["", 275646681, 1, 2],
  ["61", -1563381124, 0, 5],
  ["6162", 316155434, 2, 0],
  ["616263", 479470107, 3, 4],
  ["61626364", -1323649548, 0, 5],
  ["6162636465", 461995741, 1, 4],
  ["3231", -973932308, 0, 3],
  ["666f6f626172", -790332482, 2, 0],
  ["612d6c6974746c652d6269742d6c6f6e672d737472696e67", -985981536, 0, 1],
  ["4341", -58526188, 0, 2],
  ["756e6b6e6f776e", -2063971561, 3, 1],
  ["5ac3bc72696368", -1551140815, 1, 2],
  ["e697a5e69cac", -700811021, 3, 1],
  ["f09f9880", 131881617, 1, 0],
  ["34323463646432312d303633612d343361372d623931622d376361316138333361666165", 1610324942, 2, 2],
  ["434140323032342d30372d31305430303a30303a30302e3030305a", -332072988, 0, 0],
  ["ff", -311467685, 3, 5],
  ["77", -707696126, 2, 5],
  ["3d5f", 301874957, 1, 6],
  ["f568ae", 932602555, 3, 3],
  ["67dd22d8", -1246261056, 0, 4],
  ["357c77e0a0", 714634939, 3, 4],
  ["ed44183816c4", -2110662857, 3, 0],
  ["4f6e4e14825cc7", 1236248169, 1, 2],
  ["014f22926c97e4ac", -2053845592, 0, 1],
  ["80808080", -95523324, 0, 1],
  ["fffefd", 998637092, 0, 5],
];

Deno.test("murmur2() is that of the Java client", () => {
  for (const [hex, hash] of vectors) assertEquals(murmur2(Buffer.from(hex, "hex")), hash, hex);
});

Deno.test("partitionOf() chooses the partition that the Java client chooses", () => {
  for (const [hex, , of4, of7] of vectors) {
    assertEquals(partitionOf(Buffer.from(hex, "hex"), 4), of4, hex);
    assertEquals(partitionOf(Buffer.from(hex, "hex"), 7), of7, hex);
    assertEquals(partitionOf(Buffer.from(hex, "hex"), 1), 0, hex);
  }
});
