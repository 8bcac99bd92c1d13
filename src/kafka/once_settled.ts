import { errorType } from "./access/error_type.ts";

const settlePauseMs = 100;
const settleTimeoutMs = 10_000;
const settlingTypes = new Set([
  "GROUP_LOAD_IN_PROGRESS",
  "GROUP_COORDINATOR_NOT_AVAILABLE",
  "NOT_COORDINATOR_FOR_GROUP",
]);

/** Retries while a coordinator that has just started or moved still loads committed offsets. */
export async function onceSettled<T>(ask: () => Promise<T>): Promise<T> {
  const deadlineMs = performance.now() + settleTimeoutMs;
  while (true) {
    try {
      return await ask();
    } catch (error) {
      const isSettling = settlingTypes.has(errorType(error) ?? "");
      if (!isSettling || performance.now() > deadlineMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, settlePauseMs));
    }
  }
}
