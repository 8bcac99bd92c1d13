import type avro from "avsc";
import type { Codecs } from "../pipeline/avro_codec.ts";
import type { InputBatch } from "../pipeline/record.ts";
import { reachingRegistry } from "../setup/start_checks.ts";
import { waitFor } from "../setup/waiting.ts";
import type { Workplace } from "./workplace.ts";

/** The codecs of all schema ids in a batch; waits until the registry gives a definite answer. */
export async function codecsOf(
  { settings: { codecs, config }, report }: Workplace,
  batch: InputBatch,
  reader: avro.Type,
): Promise<Codecs> {
  // Everything that a recount reads was written before it began.
  const found = codecs.codecsFor({ ...batch, logEnd: Infinity }, reader);
  if (!(found instanceof Promise)) return found;
  found.catch(() => {}); // the next request reports the error
  const timeoutSeconds = config.startTimeoutSeconds + config.schemaNotFoundSeconds;
  return await waitFor(
    { ...reachingRegistry(config), timeoutSeconds, report },
    async () => await codecs.codecsFor({ ...batch, logEnd: Infinity }, reader),
  );
}
