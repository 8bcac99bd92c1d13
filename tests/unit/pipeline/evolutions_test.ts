import { assert, assertEquals } from "@std/assert";
import avro from "avsc";
import { buildCodec } from "../../../src/pipeline/avro_codec.ts";
import { Rejection } from "../../../src/pipeline/rejection.ts";
import { writeAvro } from "../../support/avro_writer.ts";
import { type Evolution, evolutions } from "../../support/evolutions.ts";

Deno.test("each of forty evolutions of the writer's schema is read or rejected as listed", () => {
  const all = evolutions();
  assert(all.length >= 40);
  assertEquals(new Set(all.map(({ name }) => name)).size, all.length, "each has its own name");
  for (const evolution of all) {
    assertEquals(verdict(evolution), evolution.ours, evolution.name);
  }
});

function verdict({ writer, reader, value }: Evolution): Evolution["ours"] {
  const codec = buildCodec(writer, avro.Type.forSchema(reader as avro.Schema));
  if (codec.status !== "usable") return "INCOMPATIBLE_SCHEMA";
  const read = codec.decode(writeAvro(writer, value));
  if (!(read instanceof Rejection)) return { ...read };
  return read.field === null ? read.code : `${read.code} ${read.field}`;
}
