import { assert, assertEquals } from "@std/assert";
import { schemaTexts } from "../../src/pipeline/schemas.ts";
import { audit } from "../support/audit.ts";
import { avroJudges, type Verdict } from "../support/avro_judges.ts";
import { writeAvro } from "../support/avro_writer.ts";
import { type Evolution, evolutions, type Judge } from "../support/evolutions.ts";
import { integrationTest, stackAddress } from "../support/integration.ts";
import { readWithJavaToEnd } from "../support/java_topic.ts";
import { frame } from "../support/logins.ts";
import { RegisteredSchemas } from "../support/registered_schemas.ts";

const all = evolutions();
const cases = all.map(({ writer, reader, value }) => ({
  writer,
  reader,
  body: writeAvro(writer, value),
}));

const names = { java: "Java's Avro", avro: "Python's avro", fastavro: "Python's fastavro" };
const judges = stackAddress() === null ? null : await avroJudges(stackAddress()!.classpath);
for (const judge of ["java", "avro", "fastavro"] as const) {
  const title = `${names[judge]} resolves each evolution as ours does, but where a reason is given`;
  const missing = judges === null ? "needs a stack: deno task test" : judges[judge].missing;
  Deno.test({
    name: missing === undefined ? title : `${title} (${missing})`,
    ignore: missing !== undefined,
    fn: async () => {
      const verdicts = await judges![judge].judge!(cases);
      const found = all.map((each, i) => disagreement(each, verdicts[i]!, judge)).filter(Boolean);
      assertEquals(found, []);
    },
  });
}

/** Disagreements: the judge decides otherwise without a listed reason, or agrees despite one. */
function disagreement(
  { name, ours, others }: Evolution,
  verdict: Verdict,
  judge: Judge,
): string | null {
  const agrees = typeof ours === "string"
    ? "refusal" in verdict
    : "fields" in verdict && isSame(ours, verdict.fields);
  if (agrees === (others[judge] === undefined)) return null;
  return `${name}: ${agrees ? "agrees" : JSON.stringify(verdict).slice(0, 200)}`;
}

function isSame(
  ours: Readonly<Record<string, unknown>>,
  theirs: Readonly<Record<string, unknown>>,
) {
  const names = Object.keys(ours);
  return names.length === Object.keys(theirs).length &&
    names.every((name) => ours[name] === theirs[name]);
}

/** The schemas that the local stack's registry accepts; records cannot name a rejected one. */
integrationTest(
  "a processor reads or rejects evolutions that the registry accepts as listed",
  async (scene) => {
    const schemas = new RegisteredSchemas(scene.stack.registryUrl);
    const taken: Evolution[] = [];
    for (const [i, evolution] of all.entries()) {
      const { writer, reader } = evolution;
      if (reader !== all[0]!.reader || i % 3 !== 0) continue;
      const schema = typeof writer === "string" ? { type: writer } : writer;
      const id = await schemas.add(`${scene.topics.input}-evolution-${i}`, schema as object)
        .catch(() => null);
      if (id === null) continue;
      taken.push(evolution);
      await scene.produce({ value: frame(id, cases[i]!.body), key: evolution.name, partition: 1 });
    }
    assert(taken.length >= 15, `${taken.length} schemas`);
    await scene.started();
    await scene.processed();
    const { deadLetters, fates } = await audit(scene);
    const text = new TextDecoder();
    const causes = deadLetters.map(({ key, headers }) => {
      const cause = headers.find(([name]) => name === "__streams.errors.exception")![1]!;
      return `${text.decode(key!)}: ${text.decode(cause)}`;
    });
    const refused = taken.flatMap(({ name, ours }) =>
      typeof ours === "string" ? [`${name}: ${ours.split(" ")[0]}`] : []
    );
    assertEquals(causes.toSorted(), refused.toSorted());
    assertEquals(
      (fates["enriched"] ?? 0) + (fates["filtered"] ?? 0),
      taken.length - refused.length,
    );
  },
);

integrationTest("a processor reads a schema that references others", async (scene) => {
  const { registryUrl } = scene.stack;
  const schemas = new RegisteredSchemas(registryUrl);
  const place = {
    type: "record",
    name: "Place",
    namespace: "geo",
    fields: [{ name: "town", type: "string" }],
  };
  await schemas.add(`${scene.topics.input}-place`, place);
  const login = JSON.parse(schemaTexts.UserLogin);
  const field = { name: "place", type: "geo.Place" };
  const references = [{ name: "geo.Place", subject: `${scene.topics.input}-place`, version: 1 }];
  const writer = { ...login, fields: [field, ...login.fields] };
  const id = await schemas.add(`${scene.topics.input}-placed`, writer, references);
  const [{ value }] = all as [Evolution];
  const whole = { ...writer, fields: [{ ...field, type: place }, ...login.fields] };
  const body = writeAvro(whole, { ...value as object, user_id: "u", place: { town: "Ulm" } });
  await scene.produce({ value: frame(id, body), partition: 0 });
  await scene.started();
  await scene.processed();
  const output = await readWithJavaToEnd(scene, scene.topics.output);
  assertEquals(output.filter(({ key }) => new TextDecoder().decode(key!) === "u").length, 1);
});
