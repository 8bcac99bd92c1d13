import { FatalError } from "../../errors.ts";

interface KafkaError {
  readonly name?: unknown;
  readonly type?: unknown;
  readonly cause?: unknown;
  readonly originalError?: unknown;
}

/** An error and its causes, outermost first: kafkajs wraps a broker's error, sometimes twice. */
export function causesOf(error: unknown): unknown[] {
  const causes: unknown[] = [];
  let next: unknown = error;
  while (typeof next === "object" && next !== null && !causes.includes(next)) {
    causes.push(next);
    const { cause, originalError }: KafkaError = next;
    next = originalError ?? cause;
  }
  return causes;
}

/** The FatalError inside any wrapping by kafkajs; null if there is none. */
export function fatalIn(error: unknown): FatalError | null {
  return causesOf(error).find((cause) => cause instanceof FatalError) ?? null;
}

/** The Kafka name of an error, such as INVALID_PRODUCER_EPOCH; null for other errors. */
export function errorType(error: unknown): string | null {
  for (const { type } of causesOf(error) as KafkaError[]) {
    if (typeof type === "string") return type;
  }
  return null;
}

/** Whether a request was lost with its connection or timed out: it may still arrive. */
export function isUnanswered(error: unknown): boolean {
  return (causesOf(error) as KafkaError[]).some(({ name }) =>
    typeof name === "string" && /^KafkaJS(Connection|RequestTimeout)/.test(name)
  );
}
