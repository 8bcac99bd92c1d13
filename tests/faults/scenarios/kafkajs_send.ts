import { assertLess } from "@std/assert";
import { json, login } from "../../support/logins.ts";
import { threadsStatus } from "../../support/process_status.ts";
import type { ProcessorProcess } from "../../support/processor_process.ts";
import { root } from "../../support/program.ts";
import { atWork, lasting } from "../at_work.ts";
import type { Scenario, Trial } from "../scenario.ts";

const family = "kafkajs";
const brokers = "shared";
const settleMs = 3_000;
const idleMs = 10_000;
/** About 35 are its own, over all threads: heartbeats, fetches and their timers. */
const maxWakeUpsPerSecond = 160;

/** How kafkajs sends records, and what it does when idle. */
export const sends: readonly Scenario[] = [
  {
    ...{ family, brokers, options: { partitions: 1 } },
    name: "what is written arrives as it was meant, to the last byte",
    run: writeOddities,
  },
  {
    ...{ family, brokers, options: { partitions: 1 } },
    name: "an idle process sleeps",
    run: idle,
  },
  sending("40,000 records to one partition cost less than a second of the processor's time", {
    ...{ records: 40_000, bytes: 10, sends: 1 },
    check: ({ cpuMs }) => assertLess(cpuMs, 1_000),
  }),
  sending("a megabyte on its way out takes less than two and a half of memory", {
    ...{ records: 1, bytes: 1_000_000, sends: 60 },
    check: ({ allocatedBytes }) => assertLess(allocatedBytes, 2.5 * 60_000_000),
  }),
];

/** Invalid logins of 1970, with headers without values: both are kept in their dead letters. */
async function writeOddities(trial: Trial): Promise<void> {
  const { scene } = trial;
  const values = Array.from({ length: 200 }, (_, i) => ({
    value: i % 2 === 0 ? json(login) : new Uint8Array([0, i, 0xff]),
    key: i % 3 === 0 ? null : new Uint8Array([0, 0xff, i]),
    timestampMs: i * 10,
    headers: { trace: null as unknown as Buffer, bytes: Buffer.from([0xff, i]) },
  }));
  await scene.produce(...values);
  await trial.hit("records that are legal and odd");
  await scene.started();
  await scene.processed();
}

async function idle(trial: Trial): Promise<void> {
  const { scene } = trial;
  const processor = await scene.started();
  const flow = scene.generate(1_500, 500);
  await trial.hit("a process at work, which then has nothing to do");
  await flow;
  await scene.processed();
  await lasting(settleMs);
  const before = await wakeUps(processor);
  await lasting(idleMs);
  const perSecond = (await wakeUps(processor) - before) / (idleMs / 1_000);
  assertLess(perSecond, maxWakeUpsPerSecond, "it wakes up too often");
}

/** How often the threads of a process have slept voluntarily, as counted by the kernel. */
async function wakeUps({ pid }: ProcessorProcess): Promise<number> {
  return await threadsStatus(pid, "voluntary_ctxt_switches");
}

interface Sending {
  readonly records: number;
  readonly bytes: number;
  readonly sends: number;
  readonly check: (cost: Cost) => void;
}

interface Cost {
  readonly cpuMs: number;
  readonly allocatedBytes: number;
}

/** Sends through the corrected kafkajs, in a separate process, while a pipeline is at work. */
function sending(name: string, what: Sending): Scenario {
  return {
    ...{ name, family, brokers },
    run: async (trial) => {
      const { scene } = trial;
      await atWork(trial);
      const topic = `${scene.topics.output}-load`;
      const configEntries = [{ name: "max.message.bytes", value: "10000000" }];
      await scene.admin.createTopics({ topics: [{ topic, configEntries }] });
      await trial.hit(name);
      what.check(await costOf(trial, topic, what));
      await scene.admin.deleteTopics({ topics: [topic] });
    },
  };
}

async function costOf(
  { scene }: Trial,
  topic: string,
  { records, bytes, sends }: Sending,
): Promise<Cost> {
  const directory = scene.directory ?? root;
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--allow-all", `${root}tests/faults/scenarios/kafkajs_sender.ts`],
      ...[directory, topic, records, bytes, sends].map(String),
    ],
    cwd: directory,
    env: scene.env,
    stdin: "null",
  }).output();
  const text = new TextDecoder();
  if (!success) throw new Error(`the sender failed:\n${text.decode(stderr)}`);
  return JSON.parse(text.decode(stdout));
}
