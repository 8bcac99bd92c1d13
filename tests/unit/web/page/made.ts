import { MadePipeline } from "../../../browser/made_pipeline.ts";

/** A made-up pipeline at a fixed time, for tests that change nothing about it. */
export const made: MadePipeline = new MadePipeline(Date.UTC(2026, 2, 1, 10, 0, 30), 16);
