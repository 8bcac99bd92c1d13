/** The variables that kafkajs reads while it loads and connects. */
const variables = [
  "NODE_ENV",
  "KAFKAJS_LOG_LEVEL",
  "KAFKAJS_NO_PARTITIONER_WARNING",
  "KAFKAJS_DEBUG_PROTOCOL_BUFFERS",
  "KAFKAJS_DEBUG_EXTENDED_PROTOCOL_BUFFERS",
];

/** A test that loads kafkajs; without the permission to it is ignored, and its name says why. */
export function withKafkajs(name: string, fn: () => void | Promise<void>): void {
  const ignore = !variables.every((variable) => {
    const { state } = Deno.permissions.querySync({ name: "env", variable });
    return state === "granted";
  });
  const reason = "needs --allow-env, as kafkajs reads the environment";
  Deno.test({ name: ignore ? `${name} (${reason})` : name, ignore, fn });
}
