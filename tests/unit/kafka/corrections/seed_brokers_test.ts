import { assertEquals } from "@std/assert";
import { addressOf, takeIpv6Brokers } from "../../../../src/kafka/corrections/seed_brokers.ts";

Deno.test("a seed address is split at its last colon, and an IPv6 host loses its brackets", () => {
  assertEquals(addressOf("kafka-1:9092"), { host: "kafka-1", port: 9092 });
  assertEquals(addressOf("[::1]:9092"), { host: "::1", port: 9092 });
});

Deno.test("seed brokers are tried in turn, and brokers from the metadata stay unchanged", async () => {
  const asked: unknown[] = [];
  const build = (destination: unknown) => {
    asked.push(destination);
    return Promise.resolve();
  };
  const builder = takeIpv6Brokers(() => ({ build }))({ brokers: ["[::1]:1", "b:2"] });
  const named = { host: "c", port: 3, rack: "r" };
  for (const destination of [undefined, undefined, undefined, named]) {
    await builder.build(destination);
  }
  assertEquals(asked, [
    { host: "::1", port: 1 },
    { host: "b", port: 2 },
    { host: "::1", port: 1 },
    named,
  ]);
});
