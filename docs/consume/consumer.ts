// Prints the logins of processed-data-topic, and the counts as they rise.
//
//   deno run --allow-net --allow-env --allow-sys consumer.ts [LIMIT]
//
// Ends after LIMIT records; without it, at Ctrl-C.
import { Kafka, logLevel } from "npm:kafkajs@2.2.4";
import { SchemaRegistry } from "npm:@kafkajs/confluent-schema-registry@4.1.0";

const topic = Deno.env.get("OUTPUT_TOPIC") ?? "processed-data-topic";
const brokers = (Deno.env.get("KAFKA_BROKERS") ?? "localhost:29092").split(",");
const host = Deno.env.get("SCHEMA_REGISTRY_URL") ?? "http://localhost:8081";
const limit = Number(Deno.args[0] ?? Infinity);

const registry = new SchemaRegistry({ host });
const kafka = new Kafka({ brokers, logLevel: logLevel.WARN });
// kafkajs reads at read_committed unless told otherwise. Even so it can deliver records of aborted
// transactions when several were open at the same time: keep the first login of each
// (source_partition, source_offset) and the highest count of each key, or use another client.
const consumer = kafka.consumer({ groupId: "example-typescript" });
const { promise: ended, resolve: end, reject: fail } = Promise.withResolvers<void>();
// A crash without restart would leave the process alive, and the consumer reading nothing.
consumer.on("consumer.crash", ({ payload }) => payload.restart || fail(payload.error));
Deno.addSignalListener("SIGINT", () => end(consumer.disconnect()));

let seen = 0;
await consumer.connect();
await consumer.subscribe({ topic, fromBeginning: true });
await consumer.run({
  eachMessage: async ({ message: { key, value } }) => {
    if (value === null) return;
    const { name } = await registry.getSchema(value.readInt32BE(1)) as { name: string };
    const record = await registry.decode(value);
    switch (name) {
      case "io.fetch.login.EnrichedLogin":
        console.log(`login from ${record.locale} at ${record.login_time}`);
        break;
      case "io.fetch.login.LocaleCount":
        console.log(`${key}: ${record.count} logins`);
    }
    if (++seen === limit) end(consumer.disconnect());
  },
});
await ended;
