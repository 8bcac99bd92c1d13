import { assert, assertEquals } from "@std/assert";
import { defaultTimeouts, kafkaConfig } from "../../../src/kafka/connection.ts";

const sasl = {
  mechanism: "scram-sha-512",
  username: "me",
  password: "s3cret",
  passwordFile: null,
} as const;

function settings() {
  const logCreator = () => () => {};
  return {
    ...defaultTimeouts,
    clientId: "app",
    brokers: ["kafka:9092"],
    sasl: { ...sasl },
    tls: null,
    logCreator,
  };
}

Deno.test("kafkaConfig() contains only copies, because kafkajs modifies its configuration", () => {
  const ours = settings();
  const given = kafkaConfig(ours);
  assert(given.sasl as unknown !== ours.sasl);
  assert(given.brokers as unknown !== ours.brokers);
  Object.assign(given.sasl!, { written: () => {} });
  const { logCreator: _, ...connection } = ours;
  assertEquals(structuredClone(connection).sasl, sasl);
});
