import { assertEquals } from "@std/assert";
import { groupIdOf } from "../../src/names.ts";
import { audit } from "../support/audit.ts";
import { FaultProxy, ofStage } from "../support/fault_proxy.ts";
import { integrationTest } from "../support/integration.ts";
import { apiKeys } from "../support/kafka_frames.ts";
import { ProcessorProcess } from "../support/processor_process.ts";
import { root } from "../support/program.ts";
import type { Scene } from "../support/scene.ts";
import { until } from "../support/until.ts";

/** The release that commits without a group generation. */
const released = "65e3d4b";
const transactionTimeoutMs = 60_000;

integrationTest(
  "a stalled process of version 0.1 that wakes after the upgrade repeats nothing",
  async (scene) => {
    const directory = await checkedOut(released);
    try {
      await using proxy = await FaultProxy.open(scene.stack.brokers);
      const env = { ...scene.env, KAFKA_BROKERS: proxy.address, WORKERS: "1" };
      await using former = new ProcessorProcess(env, directory);
      await former.joined();
      await scene.generate(300);
      await until("it has processed them", async () => await scene.lag("count") === 0);
      const commit = proxy.catch(ofStage(scene, "enrich", apiKeys.txnOffsetCommit), {
        moment: "before",
      });
      await scene.generate(300);
      await commit.caught();
      former.kill("SIGSTOP");
      await until("the group has removed it", async () => await membersOf(scene) === 0);
      await scene.started();
      await until("its records are processed again", async () => await scene.lag("enrich") === 0);
      // Otherwise a heartbeat might tell it in time: it looks at its group once more before it commits.
      const beats = proxy.keepBack(({ apiKey }) => apiKey === apiKeys.heartbeat);
      const end = proxy.catch(ofStage(scene, "enrich", apiKeys.endTxn), { moment: "after" });
      former.kill("SIGCONT");
      commit.release();
      await end.caught();
      end.release();
      beats.release();
      assertEquals((await former.ended).code, 1, "the group does not take it back");
      await scene.generate(300);
      await scene.processed();
      await audit(scene);
    } finally {
      await Deno.remove(directory, { recursive: true });
    }
  },
  { partitions: 1, env: { TRANSACTION_TIMEOUT_MS: `${transactionTimeoutMs}` } },
);

/** How many members the groups of both stages have. */
async function membersOf({ admin, config: { appId } }: Scene): Promise<number> {
  const { groups } = await admin.describeGroups(
    ["enrich", "count"].map((stage) => groupIdOf(appId, stage)),
  );
  return groups.reduce((sum, { members }) => sum + members.length, 0);
}

/** A copy of the project as it was at a commit. */
async function checkedOut(commit: string): Promise<string> {
  const directory = `${root}.stack/released-${crypto.randomUUID().slice(0, 8)}`;
  await Deno.mkdir(directory, { recursive: true });
  const unpack = `git archive ${commit} | tar --extract --directory ${directory}`;
  const { success, stderr } = await new Deno.Command("sh", { args: ["-c", unpack], cwd: root })
    .output();
  assertEquals(success, true, new TextDecoder().decode(stderr));
  return directory;
}
