import type { Log } from "../observe/log.ts";
import { problemResponse } from "./problem.ts";

/**
 * The response after an unexpected error. Its message may contain values of a record, so neither the
 * response nor the log has it. The log has the type and place of the error, under the id that the
 * response names.
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
    `request failed: ${type} ${place ? `at ${place} ` : ""}(${id})`,
  );
  const detail = "An unexpected error; the log has more under this instance id.";
  const instance = `urn:uuid:${id}`;
  return problemResponse({ status: 500, title: "Internal error", detail, instance });
}

/** Where an error was thrown: file and line, without directories of this machine. */
function placeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  return /[\w.-]+\/[\w.-]+\.[cm]?[jt]s:\d+/.exec(error.stack ?? "")?.[0] ?? null;
}
