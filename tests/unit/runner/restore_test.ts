import { assertEquals, assertRejects } from "@std/assert";
import { FatalError, TaskLostError } from "../../../src/errors.ts";
import type { ReadTurn } from "../../../src/kafka/cluster.ts";
import type { OutputRecord } from "../../../src/pipeline/record.ts";
import { type Restore, restoreState, type StateAt } from "../../../src/runner/restore.ts";
import type { StageSettings } from "../../../src/runner/stage_settings.ts";

type Keys = Set<string>;

const committed = { offset: 7, memo: "2 keys" };
const table = ["CO", "DE"];

/** A stage whose state is the keys of a table, which is read one record at a time. */
function scene({ broken = false } = {}) {
  const seen = { turns: 0, events: [] as string[] };
  let marker: OutputRecord | null = null;
  const producer = {
    async inTransaction(work: (transaction: unknown) => Promise<void>) {
      await work({
        send([record]: OutputRecord[]) {
          marker = record!;
          return Promise.resolve([{ baseOffset: String(table.length) }]);
        },
      });
    },
  };
  async function* read(): AsyncGenerator<ReadTurn> {
    const records = table.map((key) => ({ key: new TextEncoder().encode(key), headers: [] }));
    for (const record of [...records, marker]) {
      await Promise.resolve();
      const position = ++seen.turns;
      yield { partition: 0, records: [record], position } as unknown as ReadTurn;
    }
  }
  const changelog = {
    topic: "counts",
    restore: (keys: Keys, { key }: { key: Uint8Array }) => keys.add(new TextDecoder().decode(key)),
    size: (keys: Keys) => keys.size,
    mismatch: () => broken ? "it is another one" : null,
  };
  const settings = {
    inputTopic: "deltas",
    stage: { name: "count", begin: () => new Set(), changelog },
    cluster: { range: () => Promise.resolve({ start: 0, end: table.length }), read },
    codecsFor: () => new Map(),
    notify: ({ event }: { event: string }) => seen.events.push(event),
  } as unknown as StageSettings<Keys, unknown>;
  const restore = (own: Partial<Restore<Keys>> = {}) =>
    restoreState(settings, {
      ...{ partition: 0, producer, committed, kept: undefined, assertAlive: () => {} },
      ...own,
    } as unknown as Restore<Keys>);
  return { restore, seen };
}

function keptAt({ offset, memo }: { offset: number; memo: string }): StateAt<Keys> {
  return { state: new Set(["kept"]), position: offset, memo };
}

Deno.test("a restore reads the table up to the marker that it wrote at the end", async () => {
  const { restore, seen } = scene();
  assertEquals(await restore(), new Set(table));
  assertEquals(seen, { turns: 3, events: ["restored"] });
});

Deno.test("a restore keeps a state that matches the commit without reading", async () => {
  const { restore, seen } = scene();
  const kept = keptAt(committed);
  assertEquals(await restore({ kept }), kept.state);
  assertEquals(seen, { turns: 0, events: ["restored"] });
});

Deno.test("a restore does not keep a state older than the commit", async () => {
  const { restore } = scene();
  const kept = keptAt({ ...committed, offset: 6 });
  assertEquals(await restore({ kept }), new Set(table));
});

Deno.test("a restore does not keep a state whose memo differs from the commit's", async () => {
  const { restore } = scene();
  const kept = keptAt({ ...committed, memo: "1 key" });
  assertEquals(await restore({ kept }), new Set(table));
});

Deno.test("a restore rejects a kept state that contradicts the commit", async () => {
  const { restore } = scene({ broken: true });
  await assertRejects(() => restore({ kept: keptAt(committed) }), FatalError, "another one");
  await assertRejects(() => restore(), FatalError, "another one");
});

Deno.test("a restore stops reading when the group has removed the member", async () => {
  const { restore, seen } = scene();
  const assertAlive = () => {
    if (seen.turns === 2) throw new TaskLostError("the group moves on");
  };
  await assertRejects(() => restore({ assertAlive }), TaskLostError, "the group moves on");
  assertEquals(seen, { turns: 2, events: [] });
});
