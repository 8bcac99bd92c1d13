import { installOverrides } from "./corrections/install.ts";

export { internal } from "./corrections/commonjs.ts";

/**
 * Loads kafkajs with its corrections. The project loads it in no other way.
 *
 * The import is dynamic because kafkajs reads the environment while it loads, and because the
 * corrections have to be installed first.
 */
export async function loadKafkajs(): Promise<typeof import("kafkajs")> {
  installOverrides();
  return await import("kafkajs");
}
