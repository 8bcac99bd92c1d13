import { flowKeys } from "../../observe/flow.ts";
import {
  count,
  listOf,
  number,
  object,
  oneOf,
  orNull,
  ref,
  type Schema,
  text,
  time,
  yesNo,
} from "./schemas.ts";

/** The schemas of the status, of health and of problems. */
export function statusSchemas(): Readonly<Record<string, Schema>> {
  const flow = (value: Schema) => object(Object.fromEntries(flowKeys.map((key) => [key, value])));
  const place = { topic: text, partition: count };
  const ms = orNull(count);
  return {
    Status: object({
      service: ref("Service"),
      health: object({ alive: yesNo, ready: yesNo, reasons: listOf(text) }),
      topics: object({ input: text, output: text, deadLetters: text, deltas: text, counts: text }),
      flow: object({ totals: flow(count), perSecond: flow(number) }),
      partitions: listOf(ref("Partition")),
      transactions: object({ committed: count, aborted: count }),
      latencyMs: object({ p50: ms, p99: ms }),
      rebalances: listOf(object({ at: time, stage: ref("Stage"), event: text, detail: text })),
      deadLetters: object({
        total: count,
        byCause: listOf(object({ cause: text, count })),
        newest: listOf(
          object({ at: orNull(time), ...place, offset: count, cause: text, message: text }),
        ),
      }),
      schemas: listOf(object({ subject: text, id: count, version: orNull(count), name: text })),
    }),
    Stage: oneOf("enrich", "count"),
    Service: object({
      name: text,
      version: text,
      appId: text,
      instance: text,
      startedAt: time,
      now: time,
      workers: count,
    }),
    Partition: object({
      stage: ref("Stage"),
      ...place,
      owner: orNull(text),
      isOurs: yesNo,
      worker: orNull(count),
      state: oneOf("running", "acquiring", "paused", "recovering", "elsewhere", "unowned"),
      committed: orNull(count),
      end: orNull(count),
      lag: orNull(count),
      lastCommitAt: orNull(time),
    }),
    Health: object({ status: text, reasons: listOf(text) }),
    Problem: object(
      { type: text, title: text, status: count, detail: text },
      { instance: text },
    ),
  };
}
