import type { StageEvent } from "../../../src/runner/stage_event.ts";

type Committed = Extract<StageEvent, { event: "committed" }>;

/** The event of a commit, with defaults for what a test does not set. */
export function committed(fields: Partial<Committed> = {}): Committed {
  return {
    event: "committed",
    stage: "enrich",
    partition: 0,
    offset: 1,
    facts: {},
    processMs: 1,
    commitMs: 2,
    knewSchemas: true,
    ages: { ms: [], recordsEach: 0 },
    ...fields,
  };
}
