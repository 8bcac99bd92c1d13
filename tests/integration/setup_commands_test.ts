import { assertEquals, assertMatch, assertRejects, assertStringIncludes } from "@std/assert";
import { schemaTexts } from "../../src/pipeline/schemas.ts";
import { integrationTest } from "../support/integration.ts";
import { denoTask } from "../support/program.ts";
import { RegisteredSchemas } from "../support/registered_schemas.ts";
import type { Scene } from "../support/scene.ts";

/** Names of topics and subjects that do not exist yet. */
function freshNames({ env }: Scene): Record<string, string> {
  return { ...env, INPUT_TOPIC: `${env["INPUT_TOPIC"]}-new`, APP_ID: `${env["APP_ID"]}-new` };
}

integrationTest("create-topics creates only missing topics", async (scene) => {
  const env = freshNames(scene);
  const first = await denoTask("create-topics", ["--partitions", "3"], env);
  assertEquals(first.code, 0);
  assertMatch(first.stdout, /user-login-\w+-new +created: 3 partitions, 1 replica, delete/);
  assertMatch(first.stdout, /-new-locale-counts +created: 3 partitions, 1 replica, compact/);
  assertMatch(first.stdout, /user-login-dlq-\w+ +exists but differs: 4 partitions/);
  const second = await denoTask("create-topics", ["--partitions", "3"], env);
  assertEquals(second.code, 0);
  assertEquals(second.stdout, first.stdout.replaceAll("created:", "exists:"));
});

integrationTest(
  "create-topics --dry-run shows what it would create and what differs, and creates nothing",
  async (scene) => {
    const env = freshNames(scene);
    const first = await denoTask("create-topics", ["--partitions", "3", "--dry-run"], env);
    assertEquals(first.code, 0, first.stderr);
    assertMatch(first.stdout, /user-login-\w+-new +would be created: 3 partitions, the brokers'/);
    assertMatch(first.stdout, /-new-locale-counts +would be created: .*, compact;/);
    assertMatch(first.stdout, /user-login-dlq-\w+ +exists but differs: 4 partitions/);
    const names = [env["INPUT_TOPIC"]!, env["APP_ID"]!];
    const isNew = (topic: string) => names.some((name) => topic.startsWith(name));
    assertEquals((await scene.admin.listTopics()).filter(isNew), []);
  },
);

integrationTest(
  "create-topics lists each topic that the brokers refuse, with the reason and the remedy",
  async (scene) => {
    const env = freshNames(scene);
    for (const words of [["--replication", "3"], ["--replication", "3", "--dry-run"]]) {
      const { code, stderr } = await denoTask("create-topics", words, env);
      assertEquals(code, 1);
      const reason = "INVALID_REPLICATION_FACTOR: Unable to replicate the partition 3 time";
      assertEquals(stderr.split(reason).length, 5, stderr);
      assertMatch(stderr, /^ {2}user-login-\w+-new: INVALID_REPLICATION_FACTOR: Unable to/m);
      assertMatch(stderr, /What to do: omit --replication for the brokers' default/);
    }
  },
);

integrationTest("register-schemas registers only missing schemas", async (scene) => {
  const env = freshNames(scene);
  const first = await denoTask("register-schemas", [], env);
  assertEquals(first.code, 0);
  assertMatch(first.stdout, /user-login-\w+-new-value +\d+ +1 +FULL_TRANSITIVE +new/);
  assertMatch(first.stdout, /LocaleCount +\d+ +1 +FULL_TRANSITIVE +unchanged/);
  const second = await denoTask("register-schemas", [], env);
  assertEquals(second.code, 0);
  assertEquals(second.stdout, first.stdout.replaceAll(/new$/gm, "unchanged"));
});

integrationTest(
  "register-schemas changes the level of an existing subject and says so",
  async (scene) => {
    const subject = `${scene.topics.input}-value`;
    const response = await fetch(`${scene.stack.registryUrl}/config/${subject}`, {
      method: "PUT",
      headers: { "content-type": "application/vnd.schemaregistry.v1+json" },
      body: JSON.stringify({ compatibility: "BACKWARD_TRANSITIVE" }),
    });
    assertEquals((await response.json()).compatibility, "BACKWARD_TRANSITIVE");
    const check = await denoTask("register-schemas", ["--check"], scene.env);
    assertStringIncludes(check.stdout, "FULL_TRANSITIVE (now BACKWARD_TRANSITIVE)");
    const { stdout } = await denoTask("register-schemas", [], scene.env);
    assertStringIncludes(
      stdout,
      `${subject}: compatibility level changed from BACKWARD_TRANSITIVE to FULL_TRANSITIVE`,
    );
    const nullable = JSON.parse(schemaTexts.UserLogin);
    nullable.fields[0].type = ["null", "string"];
    const schemas = new RegisteredSchemas(scene.stack.registryUrl);
    await assertRejects(() => schemas.add(subject, nullable), Error, "refused");
    const again = await denoTask("register-schemas", [], scene.env);
    assertEquals(again.stdout.includes("moved"), false);
  },
);

integrationTest(
  "register-schemas --check names field and rule of an incompatible schema, and writes nothing",
  async (scene) => {
    const file = await Deno.makeTempFile({ dir: ".stack", suffix: ".avsc" });
    try {
      const candidate = JSON.parse(schemaTexts.EnrichedLogin);
      candidate.fields[0].type = "int";
      await Deno.writeTextFile(file, JSON.stringify(candidate));
      const args = ["--check", "--schema", `EnrichedLogin=${file}`];
      const { code, stderr } = await denoTask("register-schemas", args, scene.env);
      assertEquals(code, 1);
      assertMatch(stderr, /field "user_id" changed from "string" to "int": FULL_TRANSITIVE/);
      const { stdout } = await denoTask("register-schemas", [], scene.env);
      assertMatch(stdout, /EnrichedLogin +\d+ +1 +FULL_TRANSITIVE +unchanged/);
    } finally {
      await Deno.remove(file);
    }
  },
);
