import avro from "avsc";
import { frame } from "../../support/logins.ts";
import { loginBody } from "../avro_bytes.ts";
import { baseLogin } from "../base_login.ts";
import { oneByteOff, prefixes } from "../damage.ts";
import type { Draft } from "../hostile_value.ts";
import { judgeFate } from "../judge/judge.ts";
import type { KnownSchemas } from "../known_schemas.ts";
import { writerSchemas } from "../writer_schemas.ts";

/** Valid frames truncated anywhere, and with any one byte changed. */
export function* avroDamage(schemas: KnownSchemas): Generator<Draft> {
  for (const [name, whole] of Object.entries(messages(schemas))) {
    yield [`${name} whole`, whole, "enriched"];
    for (const [damage, value] of [...prefixes(whole), ...oneByteOff(whole)]) {
      yield [`${name} ${damage}`, value, judgeFate(value, schemas.schemaOf)];
    }
  }
}

/** One frame for each kind of field. */
function messages(schemas: KnownSchemas): Record<string, Uint8Array> {
  const written = (name: string, fields: object) => {
    const type = avro.Type.forSchema(writerSchemas.get(name) as avro.Schema);
    return frame(schemas.idOf(name), type.toBuffer({ ...baseLogin, ...fields }));
  };
  return {
    "a login": frame(schemas.idOf("UserLogin"), loginBody()),
    "a login of other alphabets": written("UserLogin", {
      ...{
        user_id: "ü",
        app_version: "२",
        ip: "😀",
        locale: null,
        device_id: "日本",
        timestamp: 0,
      },
    }),
    "a newer login": written("addedEverything", everything),
    "an older login": written("promotedInt", {}),
    "a login of bytes": written("promotedBytes", bytesOf(baseLogin)),
    "a login with its former one": written("recursive", { previous: null }),
  };
}

const added = {
  tags: ["a", "ü", ""],
  labels: { a: 1.5, __proto: null },
  kind: "B",
  digest: Buffer.from([1, 2, 3]),
  raw: Buffer.from([0xff]),
  is_new: true,
  count: -7,
  nonce: 2 ** 40,
  ratio: 0.5,
  nothing: null,
};

const everything = {
  ...added,
  ...Object.fromEntries(Object.entries(added).map(([name, value]) => [`${name}_again`, value])),
};

function bytesOf(login: object): Record<string, unknown> {
  const fields = Object.entries(login).map(([name, value]) => [
    name,
    typeof value === "string" ? Buffer.from(value) : value,
  ]);
  return Object.fromEntries(fields);
}
