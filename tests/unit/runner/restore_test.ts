import { assertEquals, assertRejects } from "@std/assert";
import { FatalError, TaskLostError } from "../../../src/errors.ts";
import type { ReadTurn } from "../../../src/kafka/cluster.ts";
import type { GroupOffsets } from "../../../src/kafka/protocol/txn_offset_commit.ts";
import { hasKey } from "../../../src/pipeline/marker.ts";
import type { InputRecord, OutputRecord } from "../../../src/pipeline/record.ts";
import { noTime } from "../../../src/pipeline/record_time.ts";
import { type Claim, restoreStates } from "../../../src/runner/restore.ts";
import type { StageEvent } from "../../../src/runner/stage_event.ts";
import type { StageSettings } from "../../../src/runner/stage_settings.ts";
import { inputRecord, utf8 } from "../../support/logins.ts";
import { ManualTime } from "../../support/manual_time.ts";
import { membershipOf, sessionOf } from "./sums.ts";

type Keys = Set<string>;

const tables: Readonly<Record<number, readonly string[]>> = { 0: ["CO", "DE"], 1: ["FR"] };

function claimOf(partition: number, change: Partial<Claim> = {}): Claim {
  const committed = { offset: 7, memo: `${tables[partition]!.length} keys` };
  return { partition, committed, isCommitted: true, logStart: 0, ...change };
}

/** A stage whose states are the keys of tables; what another owner writes comes after the marker. */
function scene({ isBroken = false, rival = "", turnMs = 0 } = {}) {
  const seen = { turns: 0, events: [] as StageEvent[], deaths: Infinity, moves: 0, sweeps: 0 };
  const written: { records: readonly OutputRecord[]; offsets: GroupOffsets | null }[] = [];
  const logs = new Map<number, InputRecord[]>();
  for (const [partition, keys] of Object.entries(tables)) {
    logs.set(Number(partition), keys.map((key) => inputRecord(null, { key: utf8(key) })));
  }
  const transact = (records: readonly OutputRecord[], offsets: GroupOffsets | null) => {
    written.push({ records, offsets });
    const bases = records.map((record) => {
      const log = logs.get(record.partition)!;
      // A log that another owner has written to since is compacted: it has lost the marker.
      log.push(rival === "" ? inputRecord(null, record) : inputRecord(null, { key: utf8(rival) }));
      return [`counts/${record.partition}`, log.length - 1] as const;
    });
    return Promise.resolve(new Map(bases));
  };
  async function* read(_: string, positions: Map<number, number>): AsyncGenerator<ReadTurn> {
    while (positions.size > 0) {
      for (const [partition, position] of [...positions]) {
        const record = logs.get(partition)![position];
        await new Promise((resolve) => setTimeout(resolve, turnMs));
        seen.turns++;
        positions.set(partition, position + 1);
        yield { partition, records: record ? [record] : [], position: position + 1 };
      }
    }
  }
  const changelog = {
    topic: "counts",
    restore: (keys: Keys, { key }: InputRecord) => keys.add(new TextDecoder().decode(key!)),
    size: (keys: Keys) => keys.size,
    mismatch: () => isBroken ? "it is another one" : null,
  };
  const begin = (memo: string) => {
    if (memo === "foreign") throw new SyntaxError("no memo of ours");
    return new Set();
  };
  const ranges = (_: string, partitions: readonly number[]) =>
    Promise.resolve(new Map(partitions.map((partition) => [partition, { start: 0, end: 9 }])));
  const transactions = { list: () => (seen.sweeps++, Promise.resolve([])) };
  const stage = { name: "count", begin, changelog };
  const settings = {
    ...{
      inputTopic: "deltas",
      stage,
      cluster: { ranges, read, transactions },
      codecsFor: () => new Map(),
    },
    appId: "app",
    notify: (event: StageEvent) => seen.events.push(event),
  };
  const assertAlive = () => {
    if (seen.turns >= seen.deaths) throw new TaskLostError("the group moves on");
  };
  const restore = (claims: readonly Claim[], kept: ReadonlyMap<number, unknown> = new Map()) =>
    restoreStates(
      settings as unknown as StageSettings<Keys, unknown>,
      sessionOf(membershipOf(), {
        ...{ kept, member: { membership: membershipOf(), assertAlive } },
        ...{ writers: { next: () => ({ transact }) }, watchdog: { move: () => seen.moves++ } },
      }) as never,
      claims,
    );
  return { restore, seen, written, stage };
}

function keptAt(position: number, memo: string) {
  return new Map([[0, { state: new Set(["kept"]), position, memo }]]);
}

Deno.test("a restore reads each table up to the marker that it wrote at the end", async () => {
  const { restore, seen } = scene();
  const states = await restore([claimOf(0), claimOf(1)]);
  assertEquals(states, new Map([[0, new Set(["CO", "DE"])], [1, new Set(["FR"])]]));
  const [{ ms, ...restored }] = seen.events as [Extract<StageEvent, { event: "restored" }>];
  assertEquals(restored, { event: "restored", stage: "count", partitions: 2, keys: 3 });
  assertEquals([seen.turns, seen.moves, seen.events.length, ms >= 0], [5, 5, 1, true]);
});

Deno.test("all markers are one transaction, with the committed offsets as they are", async () => {
  const { restore, written } = scene();
  const isNew = { isCommitted: false, committed: { offset: 0, memo: "" } };
  await restore([claimOf(0), claimOf(1, isNew)]);
  const [{ records, offsets } = { records: [], offsets: null }, ...others] = written;
  assertEquals(others, []);
  assertEquals(
    records.map(({ topic, partition, value, timestamp }) => {
      return [topic, partition, value, timestamp];
    }),
    [["counts", 0, null, noTime], ["counts", 1, null, noTime]],
  );
  assertEquals(records.some((record) => hasKey(inputRecord(null, record))), false);
  assertEquals(offsets, {
    ...{ groupId: "app-enrich", memberId: "m-1", generation: 3, topic: "user-login" },
    partitions: [{ partition: 0, offset: 7, memo: "2 keys" }],
  });
});

Deno.test("the markers of a new pipeline have no offsets, because the group has none", async () => {
  const { restore, written } = scene();
  await restore([claimOf(0, { isCommitted: false })]);
  assertEquals(written[0]?.offsets, null);
});

Deno.test("a restore keeps a state that matches the commit without reading", async () => {
  const { restore, seen, written } = scene();
  assertEquals(await restore([claimOf(0)], keptAt(7, "2 keys")), new Map());
  assertEquals([seen.turns, written.length, seen.events], [0, 0, []]);
});

Deno.test("a restore reads only the tables of states that it does not keep", async () => {
  const { restore, written } = scene();
  const states = await restore([claimOf(0), claimOf(1)], keptAt(7, "2 keys"));
  assertEquals(states, new Map([[1, new Set(["FR"])]]));
  assertEquals(written[0]?.records.map(({ partition }) => partition), [1]);
});

Deno.test("a restore keeps no state of another offset or with another memo", async () => {
  for (const kept of [keptAt(6, "2 keys"), keptAt(7, "1 key")]) {
    const { restore } = scene();
    assertEquals(await restore([claimOf(0)], kept), new Map([[0, new Set(["CO", "DE"])]]));
  }
});

Deno.test("a stage without a changelog never keeps a state: it may be ahead of the commit", async () => {
  const { restore, seen, written, stage } = scene();
  Object.assign(stage, { changelog: null });
  const states = await restore([claimOf(0)], keptAt(7, "2 keys"));
  assertEquals(states, new Map([[0, new Set<string>()]]));
  assertEquals([seen.turns, written.length], [0, 0]);
});

Deno.test("a restore refuses a table that contradicts the committed offset", async () => {
  const { restore } = scene({ isBroken: true });
  const message = 'the state in "counts[0]" at offset 7 of "deltas": it is another one';
  await assertRejects(() => restore([claimOf(0)]), FatalError, message);
});

Deno.test("a restore refuses the memo of another program", async () => {
  const { restore, written } = scene();
  const committed = { offset: 7, memo: "foreign" };
  const error = await assertRejects(() => restore([claimOf(0, { committed })]), FatalError);
  assertEquals([error.message.includes('"deltas[0]" at offset 7'), written.length], [true, 0]);
});

Deno.test("a restore is lost when another owner has written to the table since", async () => {
  const { restore } = scene({ rival: "XX" });
  await assertRejects(() => restore([claimOf(0)]), TaskLostError, "another owner has written");
});

Deno.test("a restore stops reading when the group has removed the member", async () => {
  const { restore, seen } = scene();
  seen.deaths = 2;
  await assertRejects(() => restore([claimOf(0)]), TaskLostError, "the group moves on");
  assertEquals([seen.turns, seen.events], [2, []]);
});

Deno.test("a long restore tells once a second how many tables it has read, and looks for open transactions", async () => {
  using time = new ManualTime();
  const { restore, seen } = scene({ turnMs: 600 });
  const restoring = restore([claimOf(0), claimOf(1)]);
  await time.pass(5 * 600);
  await restoring;
  const told = seen.events.flatMap((each) => each.event === "restoring" ? [each.done] : []);
  assertEquals([told, seen.events.at(-1)?.event, seen.sweeps], [[0, 1], "restored", 2]);
});
