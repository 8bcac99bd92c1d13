import { utf8 } from "../../support/logins.ts";
import { withRaw } from "../base_login.ts";
import { oneByteOff, prefixes } from "../damage.ts";
import type { Draft } from "../hostile_value.ts";
import { judgeFate } from "../judge/judge.ts";
import type { KnownSchemas } from "../known_schemas.ts";

/** A JSON login truncated anywhere, and with any one byte changed. */
export function* jsonDamage({ schemaOf }: KnownSchemas): Generator<Draft> {
  const whole = utf8(withRaw("locale", '"\\u00fc 😀"'));
  for (const [damage, value] of prefixes(whole)) {
    yield [damage, value, value.length === 0 ? "EMPTY_VALUE" : "deadLetter"];
  }
  for (const [damage, value] of oneByteOff(whole)) {
    yield [damage, value, judgeFate(value, schemaOf)];
  }
}
