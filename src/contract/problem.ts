import { z } from "zod";
import type { Immutable } from "./immutable.ts";
import { count, text } from "./scalar.ts";

/** Why a request failed, as problem details of RFC 9457. */
export const problem = z.strictObject({
  type: text,
  title: text,
  status: count,
  detail: text.describe("what was wrong and what to do about it; never what the request contained"),
  instance: text.optional().describe("the URI of this occurrence, also in the log"),
});

/** See {@linkcode problem}. */
export type Problem = Immutable<z.infer<typeof problem>>;
