import type { Log } from "../observe/log.ts";
import { problemResponse } from "./problem.ts";

/**
 * The answer where no answer could be made. What an error says may hold what a record says, so it is
 * not told: the log has its type and its place under the number that the answer names.
 */
export function failureResponse(error: unknown, log: Pick<Log, "error">): Response {
  const id = crypto.randomUUID();
  const type = error instanceof Error ? error.name : typeof error;
  const place = placeOf(error);
  const fields = {
    "event.action": "serve",
    "event.outcome": "failure",
    "error.id": id,
    "error.type": type,
    ...(place && { "log.origin.file.name": place }),
  };
  log.error(
    fields,
    `a request could not be answered: ${type} ${place ? `at ${place} ` : ""}(${id})`,
  );
  const detail = "The answer could not be made; the log tells more under the number of this one.";
  const instance = `urn:uuid:${id}`;
  return problemResponse({ status: 500, title: "Internal error", detail, instance });
}

/** Where an error was thrown, without the directories of this machine. */
function placeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  return /[\w.-]+\/[\w.-]+\.[cm]?[jt]s:\d+/.exec(error.stack ?? "")?.[0] ?? null;
}
