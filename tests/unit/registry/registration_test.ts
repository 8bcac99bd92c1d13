import { assertEquals, assertInstanceOf, assertRejects, assertStringIncludes } from "@std/assert";
import { FatalError, RegistryUnavailableError } from "../../../src/errors.ts";
import { schemaTexts } from "../../../src/pipeline/schemas.ts";
import type { RegisteredVersion } from "../../../src/registry/client.ts";
import { RegistryRefusal } from "../../../src/registry/read_answer.ts";
import {
  isTaken,
  planRegistration,
  register,
  type SubjectRegistry,
} from "../../../src/registry/registration.ts";
import { subjectsOf } from "../../../src/registry/subjects.ts";

const subjects = Object.values(
  subjectsOf({ input: "in", output: "out", deltas: "deltas", counts: "counts" }),
);
const withoutDevice = JSON.stringify({
  ...JSON.parse(schemaTexts.UserLogin),
  fields: JSON.parse(schemaTexts.UserLogin).fields.toSpliced(5, 1),
});

/** The part of a registry that registration needs, with the writes to it in order. */
function memoryRegistry() {
  const levels = new Map<string, string>();
  const versions = new Map<string, RegisteredVersion[]>();
  const ids: string[] = [];
  const writes: string[] = [];
  const registry: SubjectRegistry = {
    idOf: (subject, text) =>
      Promise.resolve(versions.get(subject)?.find(({ schema }) => schema === text)?.id ?? null),
    register: (subject, schema) => {
      writes.push(`schema ${subject}`);
      if (!ids.includes(schema)) ids.push(schema);
      const id = ids.indexOf(schema) + 1;
      const listed = versions.get(subject) ?? [];
      versions.set(subject, [...listed, { version: listed.length + 1, id, schema }]);
      return Promise.resolve(id);
    },
    levelOf: (subject) => Promise.resolve(levels.get(subject) ?? null),
    setLevel: (subject, level) => {
      writes.push(`level ${subject}`);
      levels.set(subject, level);
      return Promise.resolve(true);
    },
    versionsOf: (subject) => Promise.resolve(versions.get(subject) ?? []),
    objectionTo: () => Promise.resolve(null),
  };
  return { registry, levels, versions, writes };
}

Deno.test("a registration plan writes nothing", async () => {
  const { registry, writes } = memoryRegistry();
  const plan = await planRegistration(registry, subjects);
  assertEquals(plan.map(({ registered }) => registered), [null, null, null, null, null]);
  assertEquals(plan.every(isTaken), true);
  assertEquals(writes, []);
});

Deno.test("a registration sets the level of a subject before its first version", async () => {
  const { registry, levels, writes } = memoryRegistry();
  await register(registry, await planRegistration(registry, subjects));
  assertEquals(writes.slice(0, 2), ["level in-value", "schema in-value"]);
  assertEquals(levels.get("in-value"), "FULL_TRANSITIVE");
  assertEquals(levels.get("counts-value"), "FULL_TRANSITIVE");
});

Deno.test("a repeated registration writes nothing and finds the same ids", async () => {
  const { registry, writes } = memoryRegistry();
  const rows = await register(registry, await planRegistration(registry, subjects));
  writes.length = 0;
  const again = await register(registry, await planRegistration(registry, subjects));
  assertEquals(writes, []);
  assertEquals(again.map(({ outcome }) => outcome), Array(5).fill("unchanged"));
  assertEquals(again.map(({ id, version }) => [id, version]), [
    [1, 1],
    [2, 1],
    [3, 1],
    [4, 1],
    [3, 1],
  ]);
  assertEquals(rows.map(({ id }) => id), again.map(({ id }) => id));
});

Deno.test("a registration restores a changed level without a new version", async () => {
  const { registry, levels, writes } = memoryRegistry();
  await register(registry, await planRegistration(registry, subjects));
  levels.set("deltas-value", "NONE");
  writes.length = 0;
  const rows = await register(registry, await planRegistration(registry, subjects));
  assertEquals(writes, ["level deltas-value"]);
  const { formerLevel, outcome } = rows.find(({ subject: { name } }) => name === "deltas-value")!;
  assertEquals([formerLevel, outcome], ["NONE", "unchanged"]);
});

Deno.test("a registration compares a schema with every registered version, not only the latest", async () => {
  const { registry, versions } = memoryRegistry();
  versions.set("in-value", [
    { version: 1, id: 1, schema: withoutDevice },
    { version: 4, id: 2, schema: schemaTexts.UserLogin.replace('"app_version"', '"version"') },
  ]);
  const [plan] = await planRegistration(registry, subjects.slice(0, 1));
  assertEquals(plan?.objections.map((objection) => objection.split(":")[0]), [
    'field "device_id" was added without a default',
    'field "app_version" was added without a default',
    'field "version" was removed and has no default',
  ]);
});

Deno.test("a registration lets the registry decide if it uses our level", async () => {
  const { registry, levels, versions } = memoryRegistry();
  versions.set("in-value", [{ version: 1, id: 9, schema: `${schemaTexts.UserLogin} ` }]);
  const strict = { ...registry, objectionTo: () => Promise.resolve("no") };
  levels.set("in-value", "FULL");
  const [other] = await planRegistration(strict, subjects.slice(0, 1));
  assertEquals(other?.objections, []);
  levels.set("in-value", "FULL_TRANSITIVE");
  const [same] = await planRegistration(strict, subjects.slice(0, 1));
  assertEquals(same?.objections, ["the registry says: no"]);
});

Deno.test("a registration that is rejected names the record, the subject and the reason", async () => {
  const { registry } = memoryRegistry();
  const plan = await planRegistration(registry, subjects.slice(0, 1));
  const refusing = {
    ...registry,
    register: () => Promise.reject(new RegistryRefusal(409, "incompatible")),
  };
  const error = await assertRejects(() => register(refusing, plan));
  assertInstanceOf(error, FatalError);
  assertStringIncludes(error.message, "UserLogin under in-value: incompatible");
});

Deno.test("a registration waits for a version that a replica does not list yet, and registers it once", async () => {
  const { registry, writes } = memoryRegistry();
  const plan = await planRegistration(registry, subjects.slice(0, 1));
  let lagging = 2;
  const behind: SubjectRegistry = {
    ...registry,
    versionsOf: (name) => lagging-- > 0 ? Promise.resolve([]) : registry.versionsOf(name),
  };
  const retry = async <T>(attempt: () => Promise<T>): Promise<T> => {
    for (;;) {
      try {
        return await attempt();
      } catch (error) {
        assertInstanceOf(error, RegistryUnavailableError);
      }
    }
  };
  const [row] = await register(behind, plan, retry);
  assertEquals([row?.version, row?.outcome], [1, "new"]);
  assertEquals(writes, ["level in-value", "schema in-value"]);
});
