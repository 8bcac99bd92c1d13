import { MadePipeline } from "../../../browser/made_pipeline.ts";

/** A fake pipeline at a fixed time, for tests that do not change it. */
export const made: MadePipeline = new MadePipeline(Date.UTC(2026, 2, 1, 10, 0, 30), 16);
