import { assertEquals, assertMatch } from "@std/assert";
import { audit } from "../support/audit.ts";
import { integrationTest } from "../support/integration.ts";
import { frame, json, login } from "../support/logins.ts";
import { newerLogins } from "../support/newer_logins.ts";
import { RegistryOutage } from "../support/registry_outage.ts";
import { until } from "../support/until.ts";

integrationTest(
  "a processor waits at its start for an unavailable registry, and says so",
  async (scene) => {
    await using outage = new RegistryOutage(scene.stack.registryUrl);
    await outage.begin();
    const processor = scene.start({ SCHEMA_REGISTRY_URL: outage.url });
    const { message } = await processor.logged("waiting", ({ event }) => event === "waiting");
    assertMatch(message!, new RegExp(`waiting for the schema registry at ${outage.url}`));
    outage.end();
    await processor.joined();
    await scene.generate(200);
    await scene.processed();
    await audit(scene);
  },
);

integrationTest(
  "a new schema id pauses only its partition during a registry outage; known ids continue",
  async (scene) => {
    await using outage = new RegistryOutage(scene.stack.registryUrl);
    const processor = await scene.started({ SCHEMA_REGISTRY_URL: outage.url });
    await scene.produce({ value: scene.avro(login) });
    await scene.processed();
    await outage.begin();
    await scene.produce({ value: scene.avro(login) }, { value: json(login) });
    await scene.processed();

    const newer = await newerLogins(scene);
    const inOrder = [newer.frame(login), json(login)];
    await scene.produce(...inOrder.map((value) => ({ value, partition: 1 })));
    await processor.logged("paused", (l) => l.event === "paused" && l.partition === 1);
    await scene.produce({ value: scene.avro(login), partition: 2 });
    await processor.logged("tries again", (l) => l.event === "resumed" && l.partition === 1);
    const isHeldUp = async () => await scene.lag("enrich") === inOrder.length;
    await until("all but the paused partition is processed", isHeldUp);
    outage.end();
    await scene.processed();
    const { fates } = await audit(scene);
    assertEquals(fates, { enriched: 6, filtered: 0, deadLetter: 0, tombstone: 0 });
  },
);

integrationTest(
  "an unknown schema id is a dead letter once the registry confirms it, after one request at a time",
  async (scene) => {
    await using outage = new RegistryOutage(scene.stack.registryUrl);
    const processor = await scene.started({ SCHEMA_REGISTRY_URL: outage.url });
    await outage.begin();
    const unknown = Array.from({ length: 50 }, () => frame(0x7ffffff0, new Uint8Array(9)));
    await scene.produce(...unknown.map((value) => ({ value })));
    await processor.logged("paused", ({ event }) => event === "paused");
    assertEquals(await scene.lag("enrich"), unknown.length);
    const before = outage.requests;
    outage.end();
    await scene.processed();
    await scene.produce({ value: unknown[0]! });
    await scene.processed();
    const { fates } = await audit(scene);
    assertEquals(fates["deadLetter"], unknown.length + 1);
    assertEquals(outage.requests - before, 1);
  },
);
