import { assert, assertEquals } from "@std/assert";
import avro from "avsc";
import { buildCodec } from "../../src/pipeline/avro_codec.ts";
import { Rejection } from "../../src/pipeline/rejection.ts";
import { avroJudges, type Verdict } from "../support/avro_judges.ts";
import { writeAvro } from "../support/avro_writer.ts";
import { type Evolution, evolutions, type Judge } from "../support/evolutions.ts";
import { stackAddress } from "../support/integration.ts";

const all = evolutions();
const cases = all.map(({ writer, reader, value }) => ({
  writer,
  reader,
  body: writeAvro(writer, value),
}));

Deno.test("each of forty evolutions of the writer's schema is read or refused as it is written down", () => {
  assert(all.length >= 40);
  assertEquals(new Set(all.map(({ name }) => name)).size, all.length, "each has its own name");
  for (const [i, evolution] of all.entries()) {
    assertEquals(ourVerdict(evolution, cases[i]!.body), evolution.ours, evolution.name);
  }
});

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

function ourVerdict({ writer, reader }: Evolution, body: Uint8Array): Evolution["ours"] {
  const codec = buildCodec(writer, avro.Type.forSchema(reader as avro.Schema));
  if (codec.status !== "usable") return "INCOMPATIBLE_SCHEMA";
  const read = codec.decode(body);
  if (!(read instanceof Rejection)) return { ...read };
  return read.field === null ? read.code : `${read.code} ${read.field}`;
}

/** What is wrong: the judge sees it otherwise without a reason, or agrees in spite of one. */
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
