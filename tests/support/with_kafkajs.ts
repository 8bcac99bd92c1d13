import { libraryVariables } from "../../src/settings/variables.ts";

/**
 * A test that loads kafkajs. Without the permission for that, it is ignored, and its name says why.
 */
export function withKafkajs(name: string, fn: () => void | Promise<void>): void {
  const ignore = !libraryVariables.every((variable) => {
    const { state } = Deno.permissions.querySync({ name: "env", variable });
    return state === "granted";
  });
  const reason = "needs --allow-env, as kafkajs reads the environment";
  Deno.test({ name: ignore ? `${name} (${reason})` : name, ignore, fn });
}
