import { assertEquals, assertMatch } from "@std/assert";
import { stackAddress, stackTest } from "../support/integration.ts";
import type { ProcessorProcess } from "../support/processor_process.ts";
import type { Ending } from "../support/program.ts";
import type { Acl } from "../support/secured/acl.ts";
import type { Login } from "../support/secured/secured_kafka.ts";
import {
  aclsOf,
  complaintOf,
  rowsOf,
  rowText,
  type SecuredRow,
} from "../support/secured/secured_rows.ts";
import type { SecuredScene } from "../support/secured/secured_scene.ts";
import { inTime, until } from "../support/until.ts";
import { freePort, WebClient } from "../support/web_client.ts";

const title = "each command works with the fewest ACLs, and names a missing one";
const users = { plain: "plain-secret", "scram-256": "secret-256", "scram-512": "secret-512" };

/** Each way to log in, once. */
const logins: readonly Login[] = [
  { listener: "SASL_SSL", user: "plain", mechanism: "plain" },
  { listener: "SASL_SSL", user: "scram-256", mechanism: "scram-sha-256" },
  { listener: "SASL_SSL", user: "scram-512", mechanism: "scram-sha-512" },
  { listener: "TLS13", user: "scram-512", mechanism: "scram-sha-512" },
  { listener: "MTLS", user: "certified" },
];

/** The commands that end by themselves, in an order in which each finds the data that it reads. */
const commands: Readonly<Record<string, readonly string[]>> = {
  "create-topics": ["create-topics", "--partitions", "1"],
  generate: ["generate", "--count", "20", "--bad", "0.3"],
  consume: ["consume", "--from-beginning", "--limit", "1"],
  "consume --table": ["consume", "--table"],
  "dlq list": ["dlq", "list"],
  "dlq show": ["dlq", "show"],
  "dlq export": ["dlq", "export", "--reveal"],
  audit: ["audit"],
  "dlq replay": ["dlq", "replay", "--yes"],
  recount: ["recount", "--yes"],
  settings: ["settings", "--yes"],
};

/**
 * Settings that decide the results of both stages; a start with the usual ones is refused afterwards.
 */
const changed = { COUNT_WINDOWS: "PT1H" };

/** Each row in a landing takes a second or more; `deno task test:secured` runs all rows. */
const isEvery = stackAddress() !== null && Deno.env.get("SECURED_ROWS") === "all";
const sampled: readonly string[] = [
  "start without Read on Topic processed",
  "start without DescribeConfigs on Topic user-login-dlq",
  "start without Read on Group .*-count",
  "start without Write on TransactionalId .*-enrich",
  "start without Write on Topic .*-deltas",
  "create-topics without Create on Topic .*-deltas",
  "generate without",
  "consume without",
  "audit without Describe on Group .*-enrich",
  "dlq replay without Write on TransactionalId",
  "recount without Write on TransactionalId .*-count",
  "recount without Write on Topic .*-counts",
  "settings without Write on TransactionalId .*-enrich",
];
const lanes = 3;
const endWithinMs = 60_000;

stackTest(title, async (stack, t) => {
  const { SecuredScene } = await import("../support/secured/secured_scene.ts");
  await using secured = await SecuredScene.open(stack, users);
  await t.step("create-topics", () => works(secured, "create-topics"));
  for (const login of logins) {
    const { listener, mechanism = "" } = login;
    await t.step(`start: ${listener} ${mechanism}`, () => processes(secured, login));
  }
  for (const command of Object.keys(commands).slice(1, -1)) {
    await t.step(command, () => works(secured, command));
  }
  await t.step("start ends when an ACL is revoked", () => {
    const isGroup = ({ resource }: Acl) => resource === "Group";
    return endsWhenRevoked(secured, isGroup, /no (READ|DESCRIBE) on Group .*-(enrich|count)/);
  });
  await t.step("start ends when an ACL is revoked that only the page uses", () => {
    const { deadLetters } = secured.scene.topics;
    const isReading = ({ name, operation }: Acl) => name === deadLetters && operation === "Read";
    return endsWhenRevoked(secured, isReading, new RegExp(`no READ on Topic ${deadLetters}`));
  });
  const rows = rowsToRun(secured);
  const ofStart = rows.filter(({ command }) => command === "start");
  for (const row of ofStart) await t.step(rowText(row), () => startEnds(secured, row));
  const others = rows.filter(({ command }) => !["start", "recount", "settings"].includes(command));
  await t.step(
    `${others.length} commands, each without one ACL`,
    () => allEnd(secured, others, lanes),
  );
  const recounts = rows.filter(({ command }) => command === "recount");
  await t.step(`${recounts.length} recounts, each without one ACL`, async () => {
    await damageCounts(secured);
    await allEnd(secured, recounts, 1); // each takes over the tasks of the previous one
  });
  const changes = rows.filter(({ command }) => command === "settings");
  await t.step(`${changes.length} changes of settings, each without one ACL`, async () => {
    await allEnd(secured, changes, 1);
    await works(secured, "settings", changed);
  });
});

function rowsToRun({ scene }: SecuredScene): SecuredRow[] {
  const rows = ["start", ...Object.keys(commands)].flatMap((name) => rowsOf(name, scene.env));
  return rows.filter((row) =>
    isEvery || sampled.some((text) => new RegExp(`^${text}`).test(rowText(row)))
  );
}

/** A user without any grants yet. */
function newUser(): string {
  return `user-${crypto.randomUUID().slice(0, 8)}`;
}

async function works(secured: SecuredScene, command: string, env = {}): Promise<void> {
  const acls = aclsOf(command, secured.scene.env);
  const { code, stderr } = await secured.run(newUser(), acls, commands[command]!, env);
  assertEquals(code, 0, stderr);
}

async function processes(secured: SecuredScene, login: Login): Promise<void> {
  const { kafka, scene } = secured;
  await kafka.grant(login.user, aclsOf("start", scene.env));
  await scene.generate(20, 0, { badRatio: 0.3 });
  const port = freePort();
  await using processor = await secured.start(login, port);
  try {
    await processor.joined();
    await scene.drained();
    await showsAll(new WebClient(port));
    assertEquals(await processor.stop(), 0);
  } catch (error) {
    console.error(processor.logTail());
    throw error;
  }
}

/** The page sends its own requests to the cluster, and needs no more ACLs. */
async function showsAll(client: WebClient): Promise<void> {
  await client.opened();
  await until("the page has counts, positions and dead letters", async () => {
    const { partitions, deadLetters } = await client.json("/api/status");
    const counts = Object.keys(await client.counts());
    return counts.length > 0 && partitions.length === 2 && deadLetters.newest.length > 0;
  });
}

async function endsWhenRevoked(
  secured: SecuredScene,
  isRevoked: (acl: Acl) => boolean,
  complaint: RegExp,
): Promise<void> {
  const { kafka, scene } = secured;
  const user = newUser();
  const acls = aclsOf("start", scene.env);
  await kafka.grant(user, acls);
  const port = freePort();
  await using processor = await secured.start({ listener: "MTLS", user }, port);
  await processor.joined();
  await scene.generate(20, 0, { badRatio: 0.3 }); // the next replay finds dead letters
  await scene.drained();
  await showsAll(new WebClient(port));
  await kafka.revoke(user, acls.filter(isRevoked));
  await scene.generate(20, 0, { badRatio: 0.3 });
  await endsWith(processor, complaint);
}

/** Valid and invalid logins wait for it, so that it sends all kinds of requests. */
async function startEnds(secured: SecuredScene, row: SecuredRow): Promise<void> {
  const { kafka, scene } = secured;
  const user = newUser();
  await kafka.grant(user, row.acls);
  await scene.generate(20, 0, { badRatio: 0.3 });
  await using processor = await secured.start({ listener: "MTLS", user }, 0);
  await endsWith(processor, complaintOf(row));
}

async function endsWith(processor: ProcessorProcess, complaint: RegExp): Promise<void> {
  try {
    const { code } = await inTime("the end of start", processor.ended, endWithinMs);
    assertEquals(code, 1);
    assertMatch(
      String(processor.lines.findLast(({ event }) => event === "failed")?.message),
      complaint,
    );
  } catch (error) {
    console.error(processor.logTail());
    throw error;
  }
}

/** A recount rewrites a damaged table. */
async function damageCounts({ scene }: SecuredScene): Promise<void> {
  const messages = [{ key: "CO", value: "no count", partition: 0 }];
  await scene.producer.send({ topic: scene.topics.counts, messages, acks: -1 });
}

async function allEnd(
  secured: SecuredScene,
  rows: readonly SecuredRow[],
  laneCount: number,
): Promise<void> {
  const waiting = [...rows];
  const wrong: string[] = [];
  const work = async () => {
    for (let row = waiting.shift(); row !== undefined; row = waiting.shift()) {
      const said = await commandEnds(secured, row);
      if (said.code !== 1 || !complaintOf(row).test(said.stderr)) {
        wrong.push(`${rowText(row)}: ${said.code} ${said.stderr}`);
      }
    }
  };
  await Promise.all(Array.from({ length: laneCount }, work));
  assertEquals(wrong, []);
}

async function commandEnds(secured: SecuredScene, row: SecuredRow): Promise<Ending> {
  const { command, without: { name, operation } } = row;
  const isOfOutput = command === "recount" && operation === "Read" &&
    name === secured.scene.topics.output;
  const words = isOfOutput ? ["recount", "--from", "output"] : commands[command]!;
  const env = command === "settings" ? { ...row.env, ...changed } : row.env;
  const ending = secured.run(newUser(), row.acls, words, env);
  return await inTime(`the end of ${rowText(row)}`, ending, endWithinMs);
}
