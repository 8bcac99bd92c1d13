import { rejectionCodes } from "../../src/pipeline/rejection.ts";
import type { ConsoleRecord } from "../../src/stack/console_record.ts";
import { readWithJavaToEnd } from "../support/java_topic.ts";
import { RegisteredSchemas } from "../support/registered_schemas.ts";
import type { Scene } from "../support/scene.ts";
import type { WantedFate } from "./hostile_value.ts";
import type { Source } from "./sent_values.ts";

/** The outputs of an input record. */
export interface MetFate {
  readonly fate: WantedFate;
  /** The enriched login; null for a dead letter. */
  readonly login: Readonly<Record<string, unknown>> | null;
  /** The dead letter; null for a login. */
  readonly letter: ConsoleRecord | null;
}

const text = new TextDecoder("utf-8", { fatal: true });

/** The headers that the processor adds to a dead letter, as text. */
export function addedHeaders({ headers }: ConsoleRecord): ReadonlyMap<string, string> {
  const added = headers.filter(([name]) => /^(__streams\.errors|login-pipeline)\./.test(name));
  return new Map(added.map(([name, value]) => [name, text.decode(value!)]));
}

/** All enriched logins and dead letters by their source record, as Java reads them. */
export async function metFates(scene: Scene): Promise<ReadonlyMap<Source, readonly MetFate[]>> {
  const fates = new Map<Source, MetFate[]>();
  const add = (source: Source, fate: MetFate) =>
    fates.set(source, [...fates.get(source) ?? [], fate]);
  const schemas = new RegisteredSchemas(scene.stack.registryUrl);
  for (const { value } of await readWithJavaToEnd(scene, scene.topics.output)) {
    const { name, fields } = await schemas.read(value!);
    if (name !== "io.fetch.login.EnrichedLogin") continue;
    const { source_partition, source_offset, ...login } = fields;
    const source: Source = `${Number(source_partition)}/${Number(source_offset)}`;
    add(source, { fate: "enriched", login, letter: null });
  }
  for (const letter of await readWithJavaToEnd(scene, scene.topics.deadLetters)) {
    const headers = addedHeaders(letter);
    const at = (what: string) => headers.get(`__streams.errors.${what}`)!;
    const fate = rejectionCodes.find((code) => code === at("exception"));
    if (fate === undefined) throw new Error(`a dead letter for ${at("exception")}`);
    add(`${Number(at("partition"))}/${Number(at("offset"))}`, { fate, login: null, letter });
  }
  return fates;
}
