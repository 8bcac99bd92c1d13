import type { Header } from "./record.ts";
import { timeHeader } from "./record_time.ts";
import { rejectionCodes } from "./rejection.ts";

/** The names under which a dead letter carries its cause, in the order of its headers (KIP-1034). */
export const causeNames = ["topic", "partition", "offset", "exception", "message"] as const;

/** One of {@linkcode causeNames}. */
export type CauseName = typeof causeNames[number];

/** The headers of a dead letter whose value was left out because it did not fit. */
export const digestHeaders = {
  size: "login-pipeline.value.size",
  sha256: "login-pipeline.value.sha256",
} as const;

const prefix = "__streams.errors.";
const decoder = new TextDecoder();
const codes: ReadonlySet<string> = new Set(rejectionCodes);
const followers: ReadonlySet<string> = new Set([
  digestHeaders.size,
  digestHeaders.sha256,
  timeHeader,
]);

/** Makes the header of a name. */
export function causeHeader(name: CauseName, value: Uint8Array): Header {
  return [prefix + name, value];
}

/** The text of the last header of a name, or "": another program's may come before ours. */
export function causeIn(headers: readonly Header[], name: CauseName): string {
  const found = headers.findLast(([known]) => known === prefix + name);
  return decoder.decode(found?.[1] ?? new Uint8Array());
}

/**
 * The headers of a record without those that this pipeline added when it was a dead letter before.
 * A dead letter that comes back, mirrored or sent by hand, must not grow each time. Causes that other
 * programs wrote stay: they belong to the record.
 */
export function withoutCauses(headers: readonly Header[]): readonly Header[] {
  if (!headers.some((_, at) => isOurs(headers, at))) return headers;
  const kept: Header[] = [];
  for (let at = 0; at < headers.length; at++) {
    if (!isOurs(headers, at)) {
      kept.push(headers[at]!);
      continue;
    }
    at += causeNames.length - 1;
    while (followers.has(headers[at + 1]?.[0] ?? "")) at++;
  }
  return kept;
}

/** Whether the cause headers of one of this pipeline's dead letters begin at an index. */
export function isOurs(headers: readonly Header[], start: number): boolean {
  return causeNames.every((name, i) => headers[start + i]?.[0] === prefix + name) &&
    codes.has(decoder.decode(headers[start + causeNames.indexOf("exception")]?.[1] ?? undefined));
}
