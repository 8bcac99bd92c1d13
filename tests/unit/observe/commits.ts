import type { Committed } from "../../../src/observe/listener.ts";
import type { CommittedPart } from "../../../src/runner/stage_event.ts";

/** What a partition contributed to a commit, with defaults for what a test does not set. */
export function committedPart(fields: Partial<CommittedPart> = {}): CommittedPart {
  return {
    partition: 0,
    offset: 1,
    facts: {},
    processMs: 1,
    knewSchemas: true,
    ages: { ms: [], recordsEach: 0 },
    ...fields,
  };
}

/** The event of a commit of some parts. */
export function committed(
  parts: readonly Partial<CommittedPart>[],
  stage: Committed["stage"] = "enrich",
): Committed {
  return { event: "committed", stage, parts: parts.map(committedPart), commitMs: 2 };
}
