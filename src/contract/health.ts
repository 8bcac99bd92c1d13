import { z } from "zod";
import type { Immutable } from "./immutable.ts";
import { text } from "./scalar.ts";

/** Whether a process works. */
export const healthReport = z.strictObject({
  alive: z.boolean().describe("it works, or can recover without a restart"),
  ready: z.boolean().describe("it is a member of its groups and nothing holds it up"),
  reasons: z.array(text).describe("why it is not ready, as sentences"),
});

/** What `/livez` and `/readyz` answer. */
export const healthAnswer = z.strictObject({
  status: z.enum(["ok", "not ready", "dead"]),
  reasons: z.array(text),
});

/** See {@linkcode healthReport}. */
export type HealthReport = Immutable<z.infer<typeof healthReport>>;

/** See {@linkcode healthAnswer}. */
export type HealthAnswer = Immutable<z.infer<typeof healthAnswer>>;
