import { installOverrides } from "./corrections/install.ts";

export { internal } from "./corrections/commonjs.ts";

/**
 * kafkajs with its corrections in place: the only way this project loads it.
 *
 * The import is dynamic because kafkajs reads the environment while it loads, and because the
 * corrections have to be there first.
 */
export async function loadKafkajs(): Promise<typeof import("kafkajs")> {
  installOverrides();
  return await import("kafkajs");
}
