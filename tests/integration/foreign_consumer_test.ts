import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { javaTool } from "../../src/stack/java_tool.ts";
import { integrationTest } from "../support/integration.ts";
import { kafkaTool } from "../support/kafka_tool.ts";
import { denoTask } from "../support/program.ts";
import type { Scene } from "../support/scene.ts";
import { inTime, until } from "../support/until.ts";
import { freePort, WebClient } from "../support/web_client.ts";

integrationTest(
  "a processor refuses an offset set by another program before its first login, and skips nothing",
  async (scene) => {
    await scene.generate(200);
    const place = ["--group", `${scene.config.appId}-enrich`, "--topic", scene.topics.input];
    const toLatest = [...place, "--reset-offsets", "--to-latest", "--execute"];
    await kafkaTool(scene, "kafka-consumer-groups", ...toLatest);
    const { ended, lines } = scene.start();
    const { code } = await inTime("the refusal", ended);
    const failed = lines.find(({ event }) => event === "failed");
    assertEquals(code, 1);
    assertMatch(
      failed?.message ?? "",
      /group login-pipeline-\w+-enrich in partition 0 \(offset \d+\)/,
    );
    assertStringIncludes(failed?.message ?? "", "logins before it would be skipped");
    for (const wayOut of [/ACCEPT_MOVED_OFFSETS=true/, /--delete-offsets/, /another APP_ID/]) {
      assertMatch(failed?.action ?? "", wayOut);
    }
    await kafkaTool(scene, "kafka-consumer-groups", ...place, "--delete-offsets");
    await scene.started();
    await scene.processed();
    const audit = await denoTask("audit", [], scene.env);
    assertEquals(audit.code, 0, audit.stdout + audit.stderr);
  },
  { partitions: 1 },
);

/** Java's console consumer in our group with the new protocol or the classic one, until disposed. */
function javaConsumer(
  { stack, config, topics }: Scene,
  protocol: "consumer" | "classic",
): AsyncDisposable {
  const args = [
    ...["--bootstrap-server", stack.brokers, "--topic", topics.input],
    ...["--group", `${config.appId}-enrich`, "--command-property", `group.protocol=${protocol}`],
    // A committed offset would be another reason to refuse.
    ...["--command-property", "enable.auto.commit=false"],
  ];
  const streams = { stdin: "null", stdout: "null", stderr: "null" } as const;
  const main = "org.apache.kafka.tools.consumer.ConsoleConsumer";
  const child = javaTool(stack.classpath, main, args, streams).spawn();
  const end = async () => {
    child.kill("SIGKILL");
    await child.status;
  };
  return { [Symbol.asyncDispose]: end };
}

integrationTest(
  "/readyz names a consumer of the new protocol that takes partitions, and recount counts its members",
  async (scene) => {
    const port = freePort();
    await scene.started({ HTTP_PORT: String(port) });
    const client = new WebClient(port);
    await client.opened();
    const readiness = async () => {
      const answer = await client.get("/readyz");
      return [answer.status, JSON.stringify(await answer.json())] as const;
    };
    await until("it is ready", async () => (await readiness())[0] === 200);
    {
      await using _other = javaConsumer(scene, "consumer");
      await until("it says who holds partitions", async () => {
        const [status, text] = await readiness();
        return status === 503 &&
          /has assigned (it|them) to another program, .*console-consumer/.test(text);
      });
      const recount = await denoTask("recount", [], scene.env);
      assertEquals(recount.code, 1);
      assertMatch(recount.stderr, /group login-pipeline-\w+-enrich has 2 members/);
    }
    await until("it is ready again", async () => (await readiness())[0] === 200, 120_000);
  },
  { partitions: 2 },
);

integrationTest(
  "a processor that cannot join a group of the new protocol stops, and says how to find its member",
  async (scene) => {
    const groupId = `${scene.config.appId}-enrich`;
    await using _other = javaConsumer(scene, "classic");
    await until("it has joined", async () => {
      const { groups: [group] } = await scene.admin.describeGroups([groupId]);
      return group?.state === "Stable";
    });
    const { ended, lines } = scene.start();
    assertEquals((await inTime("the refusal", ended)).code, 1);
    const failed = lines.find(({ event }) => event === "failed");
    assertStringIncludes(failed?.message ?? "", `Cannot continue with group ${groupId}: `);
    assertMatch(failed?.action ?? "", /another program in the same group.* --describe --members/);
  },
  { partitions: 1 },
);
