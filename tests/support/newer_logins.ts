import avro from "avsc";
import { schemaTexts } from "../../src/pipeline/schemas.ts";
import { frame } from "./logins.ts";
import { RegisteredSchemas } from "./registered_schemas.ts";
import type { Scene } from "./scene.ts";

/** A newer app: it registers a schema with one more optional text, and writes logins with it. */
export async function newerLogins(
  { stack, topics }: Scene,
  name = "os_version",
): Promise<{ readonly frame: (login: object) => Uint8Array }> {
  const known = JSON.parse(schemaTexts.UserLogin);
  const field = { name, type: ["null", "string"], default: null };
  const schema = { ...known, fields: [field, ...known.fields] };
  const registry = new RegisteredSchemas(stack.registryUrl);
  const id = await registry.add(`${topics.input}-value`, schema);
  const type = avro.Type.forSchema(schema);
  return { frame: (login) => frame(id, type.toBuffer({ ...login, [name]: "17" })) };
}
