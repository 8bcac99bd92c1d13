import { assertEquals, assertRejects } from "@std/assert";
import { FatalError, TaskLostError } from "../../../src/errors.ts";
import type { LogRange } from "../../../src/kafka/cluster.ts";
import type { Membership } from "../../../src/kafka/group_client.ts";
import type { CommittedPosition } from "../../../src/kafka/position_client.ts";
import { own } from "../../../src/runner/own.ts";
import { Coordinators } from "./coordinators.ts";
import { membershipOf, sessionOf, sumSettings } from "./sums.ts";

const enriched = { offset: 50, memo: "sum 50" };

interface Kafka {
  readonly committed?: CommittedPosition | null;
  /** The position after the fence of version 0.1. */
  readonly moved?: CommittedPosition;
  readonly range?: LogRange;
  readonly reached?: number;
  readonly haveBeenReplaced?: boolean;
  readonly membership?: Partial<Membership>;
  readonly confirmBeginning?: () => Promise<void>;
}

/** The take-over of partition 0, and what it asked, in order. */
function scene(
  { committed = enriched, moved, range = { start: 10, end: 90 }, reached, ...rest }: Kafka = {},
) {
  const coordinators = new Coordinators();
  const { asked } = coordinators;
  const note = <T>(what: string, answer: T) => {
    asked.push(what);
    return Promise.resolve(answer);
  };
  let current = committed;
  const positions = {
    askSettled: (_group: string, _topic: string, partitions: readonly number[]) => {
      const settled = new Map(partitions.map((partition) => [partition, current]));
      if (moved !== undefined) current = moved;
      return note("offsets", { settled, waiting: [] });
    },
    all: () => note("rules", [current, null]),
  };
  const ranges = (_: string, partitions: readonly number[]) =>
    note("ranges", new Map(partitions.map((partition) => [partition, range])));
  const confirmBeginning = () => {
    asked.push("beginning");
    return rest.confirmBeginning?.() ?? Promise.resolve();
  };
  const { settings } = sumSettings({
    ...{ cluster: { ...coordinators.cluster, positions, ranges }, confirmBeginning },
  });
  const membership = membershipOf(rest.membership);
  const life = { isOver: false };
  const assertAlive = () => {
    if (life.isOver) throw new TaskLostError("the group moves on");
  };
  const writers = {
    ids: new Set<string>(),
    haveBeenReplaced: rest.haveBeenReplaced ?? false,
    open: (memberId: string) => note(`writers of ${memberId}`, undefined),
  };
  const session = sessionOf(membership, {
    ...{ writers, member: { membership, assertAlive } },
    reached: new Map(reached === undefined ? [] : [[0, reached]]),
  });
  return { asked, settings, life, run: () => own(settings, session) };
}

Deno.test("nothing of the input is read before the writers are open and the offsets are settled", async () => {
  const { asked, run } = scene({ membership: { isLeader: true } });
  const tasks = await run();
  const order = ["writers of m-1", "list app-enrich-~ Ongoing", "offsets", "ranges", "rules"];
  assertEquals(asked, order);
  const { position, next, memo, state } = tasks.get(0)!;
  assertEquals([position, next, memo, state.total], [50, 50, "sum 50", 50]);
});

Deno.test("the leader sweeps, even without partitions of its own, and no other new member", async () => {
  const follower = scene();
  await follower.run();
  assertEquals(follower.asked.includes("list app-enrich-~ Ongoing"), false);
  const leader = scene({ membership: { isLeader: true, partitions: [] } });
  assertEquals((await leader.run()).size, 0);
  assertEquals(leader.asked, ["writers of m-1", "list app-enrich-~ Ongoing"]);
});

Deno.test("a member that has given writers up sweeps: their transaction may still be open", async () => {
  const { asked, run } = scene({ haveBeenReplaced: true });
  await run();
  assertEquals(asked.includes("list app-enrich-~ Ongoing"), true);
});

Deno.test("a partition without a commit starts at the beginning of its log, once that is confirmed", async () => {
  const { asked, run } = scene({ committed: null });
  const { position, memo } = (await run()).get(0)!;
  assertEquals([position, memo, asked.includes("beginning")], [10, "", true]);
});

Deno.test("an offset of another program has to be confirmed, one of our own does not", async () => {
  const foreign = { offset: 50, memo: "of another program" };
  const confirmBeginning = () => Promise.reject(new FatalError("the offset was moved", "check"));
  await assertRejects(scene({ committed: foreign, confirmBeginning }).run, FatalError, "was moved");
  for (const committed of [enriched, { offset: 50, memo: "old 50" }]) {
    await scene({ committed, confirmBeginning }).run();
  }
});

Deno.test("version 0.1 is fenced where memos have no rules, and then the offsets are read again", async () => {
  const { asked, run } = scene({ committed: { offset: 50, memo: "old 50" }, moved: enriched });
  assertEquals((await run()).get(0)?.memo, "sum 50");
  const [former, id] = ["known app-enrich-user-login-", "end app-enrich-user-login-0"];
  const order = ["offsets", former, id, "offsets", "ranges", "rules"];
  assertEquals(asked.slice(1), order);
});

Deno.test("an offset below the start of the log is fatal, and so is one after its end", async () => {
  const text = "group app-enrich has processed up to offset 50, but the log now holds";
  const low = await assertRejects(scene({ range: { start: 51, end: 90 } }).run, FatalError, text);
  assertEquals(low.action.startsWith("records were deleted before"), true);
  const high = await assertRejects(scene({ range: { start: 0, end: 49 } }).run, FatalError, text);
  assertEquals(high.action.startsWith("the topic was deleted and created again"), true);
  for (const range of [{ start: 50, end: 90 }, { start: 0, end: 50 }]) await scene({ range }).run();
});

Deno.test("an offset below an acknowledged commit of this process is fatal, even if it is gone", async () => {
  await scene({ reached: 50 }).run();
  for (const committed of [enriched, null]) {
    const text = "acknowledged a commit up to offset 51";
    await assertRejects(scene({ committed, reached: 51 }).run, FatalError, text);
  }
});

Deno.test("other rules are found before a state is restored", async () => {
  const { settings, run } = scene();
  let begun = 0;
  Object.assign(settings.stage, {
    spansIn: () => [{ from: 0, rules: { MAX_VALUE_BYTES: "7" }, isBackdated: false }],
    begin: () => void begun++,
  });
  await assertRejects(run, FatalError, 'has run with "7"');
  assertEquals(begun, 0);
});

Deno.test("a member that is lost at the end of a take-over owns nothing", async () => {
  const { life, settings, run } = scene();
  const { begin } = settings.stage;
  Object.assign(settings.stage, {
    begin: (memo: string) => {
      life.isOver = true;
      return begin(memo);
    },
  });
  await assertRejects(run, TaskLostError);
});
