import { assertEquals, assertRejects } from "@std/assert";
import { WriterSchemas } from "../../../src/dead_letters/writer_schemas.ts";
import { RegistryUnavailableError } from "../../../src/errors.ts";
import { avroType } from "../../../src/pipeline/schemas.ts";
import { frame, json, login } from "../../support/logins.ts";

const values = [frame(1, json(login)), json(login), null, frame(2, json(login)), frame(1, json(1))];

Deno.test("WriterSchemas asks for each schema once, and only for frames", async () => {
  const asked: number[] = [];
  const schemas = new WriterSchemas((id) => {
    asked.push(id);
    return Promise.resolve(
      id === 1 ? { status: "found", schema: avroType("UserLogin") } : { status: "unknown" },
    );
  });
  for (let i = 0; i < 2; i++) {
    const { codecs, types } = await schemas.of(values);
    assertEquals([...codecs].map(([id, { status }]) => [id, status]), [[1, "usable"], [
      2,
      "unknown",
    ]]);
    assertEquals([...types.keys()], [1]);
  }
  assertEquals(asked, [1, 2]);
});

Deno.test("WriterSchemas rejects if the registry does not answer", async () => {
  const schemas = new WriterSchemas(() => Promise.reject(new RegistryUnavailableError("away")));
  await assertRejects(() => schemas.of(values), RegistryUnavailableError);
});
