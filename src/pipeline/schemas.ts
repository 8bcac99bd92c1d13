import avro from "avsc";
import enrichedLoginText from "../../schemas/enriched-login.avsc" with { type: "text" };
import localeCountText from "../../schemas/locale-count.avsc" with { type: "text" };
import localeDeltaText from "../../schemas/locale-delta.avsc" with { type: "text" };
import userLoginText from "../../schemas/user-login.avsc" with { type: "text" };

/** The records of the contract by their short name. */
export type RecordName = "UserLogin" | "EnrichedLogin" | "LocaleCount" | "LocaleDelta";

/** The Avro schemas of the contract as JSON: the texts that are registered. */
export const schemaTexts: Readonly<Record<RecordName, string>> = {
  UserLogin: userLoginText,
  EnrichedLogin: enrichedLoginText,
  LocaleCount: localeCountText,
  LocaleDelta: localeDeltaText,
};

/** Builds the avsc type of one schema of the contract. */
export function avroType(name: RecordName): avro.Type {
  return avro.Type.forSchema(JSON.parse(schemaTexts[name]));
}
