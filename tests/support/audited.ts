import { assertEquals } from "@std/assert";
import { audit, type AuditOptions } from "../../src/audit/audit.ts";
import type { AuditReport, DifferenceKind } from "../../src/audit/report.ts";
import type { Config } from "../../src/settings/config.ts";
import type { Copied } from "./copied_topic.ts";
import { RegisteredSchemas } from "./registered_schemas.ts";
import type { Scene } from "./scene.ts";

/** Runs an audit and throws unless everything agrees. */
export async function auditAgrees(
  config: Config,
  options: AuditOptions = {},
): Promise<AuditReport> {
  const report = await audit(config, options);
  const said = report.differences.slice(0, 5).map(({ message }) => message);
  assertEquals([report.agrees, said], [true, []]);
  return report;
}

/**
 * Runs an audit and returns the kinds of differences, each with the partition and offset of its
 * source.
 */
export async function auditDiffers(
  config: Config,
): Promise<(readonly [DifferenceKind, string | undefined])[]> {
  const { differences, agrees } = await audit(config);
  assertEquals(agrees, false);
  return differences.map(({ kind, source, key }) =>
    [kind, source ? `${source.partition}@${source.offset}` : key] as const
  );
}

/** Processes logins of all kinds and ends the processor. */
export async function finished(scene: Scene, count: number): Promise<void> {
  await scene.generate(count);
  const processor = await scene.started();
  await scene.processed();
  assertEquals(await processor.stop(), 0);
}

/** The fields of an output record, decoded only through the registry. */
export async function fieldsOf(scene: Scene, { record }: Copied): Promise<Record<string, unknown>> {
  const { fields } = await new RegisteredSchemas(scene.stack.registryUrl).read(record.value!);
  return fields;
}

/** A record of the output, as found by {@linkcode someRecord}. */
export interface FoundRecord {
  readonly index: number;
  readonly record: Copied;
  readonly fields: Record<string, unknown>;
  /** The input record that it names. */
  readonly source: string;
}

/** A record of the output that has a field, with its input record. */
export async function someRecord(
  scene: Scene,
  records: readonly Copied[],
  field: string,
): Promise<FoundRecord> {
  for (const [index, record] of records.entries()) {
    const fields = await fieldsOf(scene, record);
    if (!(field in fields)) continue;
    return {
      index,
      record,
      fields,
      source: `${fields["source_partition"]}@${fields["source_offset"]}`,
    };
  }
  throw new Error(`no record has ${field}`);
}
