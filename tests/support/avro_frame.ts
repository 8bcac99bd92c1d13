import { avroType } from "../../src/pipeline/schemas.ts";
import { frame } from "./logins.ts";
import { schemaIds } from "./pipeline_settings.ts";

const userLogin = avroType("UserLogin");

/** A login as an Avro frame with the contract's own schema. */
export function avroFrame(fields: object): Uint8Array {
  return frame(schemaIds.UserLogin, userLogin.toBuffer(fields));
}
