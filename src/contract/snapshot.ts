import { z } from "zod";
import { counts } from "./counts.ts";
import { history } from "./history.ts";
import type { Immutable } from "./immutable.ts";
import { text } from "./scalar.ts";
import { status } from "./status.ts";

/** The first event of each connection: everything the page shows. */
export const snapshot = z.strictObject({
  status,
  counts: counts.describe("of all time"),
  windows: z.record(text, counts).describe("the newest window of each size"),
  history,
});

/** See {@linkcode snapshot}. */
export type Snapshot = Immutable<z.infer<typeof snapshot>>;
