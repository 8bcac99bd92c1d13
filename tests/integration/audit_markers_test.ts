import { assert, assertEquals } from "@std/assert";
import { audit } from "../../src/audit/audit.ts";
import { mutatedCopy } from "../faults/mutation_copy.ts";
import { auditAgrees } from "../support/audited.ts";
import { integrationTest } from "../support/integration.ts";
import { readWithJavaToEnd } from "../support/java_topic.ts";
import { json, login } from "../support/logins.ts";
import type { Scene } from "../support/scene.ts";
import { until } from "../support/until.ts";

const writers = 3;
const transactions = 4;
const records = 10;

/** Fills the input with records of interleaved transactions, of which every second one is aborted. */
async function writeInterleaved({ kafka, topics, config }: Scene): Promise<void> {
  await Promise.all(Array.from({ length: writers }, async (_, writer) => {
    const transactionalId = `${config.appId}-writer-${writer}`;
    const producer = kafka.producer({ transactionalId, maxInFlightRequests: 1 });
    await producer.connect();
    for (let t = 0; t < transactions; t++) {
      const transaction = await producer.transaction();
      for (let n = 0; n < records; n++) {
        const value = Buffer.from(json({ ...login, user_id: `${writer}-${t}-${n}` }));
        const messages = [{ partition: 0, key: n % 3 === 0 ? Buffer.alloc(4) : null, value }];
        await transaction.send({ topic: topics.input, messages });
      }
      await (t % 2 === writer % 2 ? transaction.abort() : transaction.commit());
    }
    await producer.disconnect();
  }));
}

/** Runs a program in a copy of the project with one line changed. */
async function inBrokenCopy<T>(
  file: string,
  [find, replace]: readonly [string, string],
  use: (directory: string) => Promise<T>,
): Promise<T> {
  const edits = [{ file, find, replace }];
  const names = { rule: file, without: "", scenario: "", failure: /^/ };
  const directory = await mutatedCopy({ ...names, edits });
  try {
    return await use(directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

function program(directory: string, args: readonly string[], env: Scene["env"]): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", ...args],
    cwd: directory,
    env: { ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  });
}

async function processWith(scene: Scene, directory: string): Promise<void> {
  const processor = program(directory, ["-P=processor", "src/main.ts"], scene.env).spawn();
  const output = new Response(processor.stdout).text();
  try {
    await until("everything is processed", async () => {
      const lags = [await scene.lag("enrich"), await scene.lag("count")];
      return lags.every((lag) => lag === 0);
    });
  } finally {
    processor.kill("SIGTERM");
    await Promise.all([processor.status, output]);
  }
}

integrationTest(
  "aborted interleaved logins have no fate, by the markers and by Java's reader",
  async (scene) => {
    await writeInterleaved(scene);
    await scene.started();
    await scene.processed();
    const { totals } = await auditAgrees(scene.config);
    const read = await readWithJavaToEnd(scene, scene.topics.input);
    assertEquals(totals.input, read.length);
    assertEquals(totals.enriched, writers * transactions * records / 2);
  },
);

integrationTest(
  "an audit detects a processor that processes aborted logins",
  async (scene) => {
    await writeInterleaved(scene);
    const file = "src/kafka/reading/filter_aborted_messages.ts";
    const lets = [
      "  if (abortedTransactions.length === 0) return batches;",
      "  return batches;",
    ] as const;
    await inBrokenCopy(file, lets, (directory) => processWith(scene, directory));
    const { agrees, differences } = await audit(scene.config, { maxDifferences: Infinity });
    assertEquals(agrees, false);
    const aliens = differences.filter(({ kind }) => kind === "alien");
    assertEquals(aliens.length, writers * transactions * records / 2);
    assert(differences.some(({ kind }) => kind === "deltas"), "the sums differ as well");
  },
);

integrationTest(
  "an audit that misreads markers disagrees with a correct processor",
  async (scene) => {
    await writeInterleaved(scene);
    const processor = await scene.started();
    await scene.processed();
    assertEquals(await processor.stop(), 0);
    const file = "src/audit/decided_records.ts";
    const misreads = ['[0, "aborted"]', '[0, "committed"]'] as const;
    const args = ["-P=client", "src/commands/audit.ts", "--json"];
    const { code, stdout } = await inBrokenCopy(
      file,
      misreads,
      (directory) => program(directory, args, scene.env).output(),
    );
    const { agrees, differences } = JSON.parse(new TextDecoder().decode(stdout));
    assertEquals([code, agrees, differences[0].kind], [1, false, "missing"]);
    await auditAgrees(scene.config);
  },
);
