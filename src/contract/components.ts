import { z } from "zod";
import { changedCounts, counts, localeAnswer, localeCount } from "./counts.ts";
import { healthAnswer } from "./health.ts";
import { history, sample, step } from "./history.ts";
import { partitionStatus, stage } from "./partition.ts";
import { problem } from "./problem.ts";
import { snapshot } from "./snapshot.ts";
import { service, status } from "./status.ts";

/** The schemas that the OpenAPI document lists, by their names there. */
export const components = {
  Status: status,
  Stage: stage,
  Service: service,
  Partition: partitionStatus,
  Health: healthAnswer,
  Problem: problem,
  LocaleCount: localeCount,
  LocaleAnswer: localeAnswer,
  Counts: counts,
  ChangedCounts: changedCounts,
  Sample: sample,
  History: history,
  Step: step,
  Snapshot: snapshot,
};

/** The name of a schema in the OpenAPI document. */
export type ComponentName = keyof typeof components;

/** Where the OpenAPI document has a schema. */
export function componentUri(name: string): string {
  return `#/components/schemas/${name}`;
}

/** The schemas as JSON Schema, which refer to each other by name. */
export function jsonSchemas(): Readonly<Record<string, unknown>> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(components)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { uri: componentUri });
  const named = Object.entries(schemas).map(([name, { $schema: _, $id: __, ...schema }]) => {
    return [name, schema];
  });
  return Object.fromEntries(named);
}
