import { assertEquals } from "@std/assert";
import { avroType, type RecordName, schemaTexts } from "../../../src/pipeline/schemas.ts";

/** The contract with producers and consumers: field, type. A change here affects them. */
const contract: Record<RecordName, string[]> = {
  UserLogin: [
    "user_id string",
    "app_version string",
    "device_type null|string = null",
    "ip string",
    "locale null|string = null",
    "device_id string",
    "timestamp long",
  ],
  EnrichedLogin: [
    "user_id string",
    "app_version string",
    "device_type string",
    "ip string",
    "locale string",
    "device_id string",
    "timestamp timestamp-millis",
    "login_time string",
    "source_partition int",
    "source_offset long",
  ],
  LocaleCount: [
    "locale string",
    "count long",
    "window_start null|timestamp-millis = null",
    "window_end null|timestamp-millis = null",
    "last_login timestamp-millis",
  ],
  LocaleDelta: [
    "locale string",
    "window_start null|timestamp-millis = null",
    "window_end null|timestamp-millis = null",
    "delta long",
    "last_login timestamp-millis",
  ],
};

type Schema = string | readonly Schema[] | { readonly logicalType: string };

function nameOf(type: Schema): string {
  if (typeof type === "string") return type;
  return "logicalType" in type ? type.logicalType : type.map(nameOf).join("|");
}

for (const name of Object.keys(contract) as RecordName[]) {
  Deno.test(`${name} has the fields of the contract, in namespace io.fetch.login`, () => {
    const schema = JSON.parse(schemaTexts[name]);
    const fields = schema.fields.map((field: { name: string; type: Schema; default?: null }) =>
      `${field.name} ${nameOf(field.type)}${field.default === null ? " = null" : ""}`
    );
    assertEquals(fields, contract[name]);
    assertEquals(avroType(name).name, `io.fetch.login.${name}`);
  });
}
