import { settings } from "./config.ts";

/** The environment variables that kafkajs and what it needs read when they load and connect. */
export const libraryVariables: readonly string[] = [
  "KAFKAJS_LOG_LEVEL",
  "KAFKAJS_NO_PARTITIONER_WARNING",
  "KAFKAJS_DEBUG_PROTOCOL_BUFFERS",
  "KAFKAJS_DEBUG_EXTENDED_PROTOCOL_BUFFERS",
  "NODE_ENV",
  "NODE_V8_COVERAGE",
];

/** Every environment variable that the program may read, and no other. */
export function variableNames(): string[] {
  const own = Object.values(settings).flatMap(({ env, isSecret }) =>
    isSecret ? [env, `${env}_FILE`] : [env]
  );
  return [...own, ...libraryVariables];
}
