import { schemaTexts } from "../src/pipeline/schemas.ts";
import { type Contestant, type Job, withEnvironment } from "./contestant.ts";
import { loginCountSchema } from "./login_count.ts";
import type { PeerPlan } from "./peer_plans.ts";

/** Other programs that do the same job, each from its build. */
export function peerContestant(plan: PeerPlan, built: string): Contestant {
  const { name, title, settings, isCounting, isExactlyOnce, part } = plan;
  return {
    ...{ name, title, settings, isCounting, isExactlyOnce, part, audience: null, hasBurner: false },
    group: ({ id }) => isExactlyOnce ? id : null,
    command: (job) => withEnvironment(peerEnvironment(job, plan), plan.command(built, job)),
  };
}

function peerEnvironment(job: Job, { isCounting }: PeerPlan) {
  return {
    BROKERS: job.brokers,
    REGISTRY: job.registryUrl,
    INPUT: job.input,
    OUTPUT: job.output,
    COUNTS: isCounting ? job.counts : "",
    GROUP: job.id,
    SCHEMA: onOneLine(schemaTexts.EnrichedLogin),
    SCHEMA_ID: job.enrichedSchemaId,
    COUNT_SCHEMA: onOneLine(loginCountSchema),
    COUNT_SCHEMA_ID: job.countSchemaId,
    STATE_DIR: job.stateDirectory,
    BOUNDED: job.isBounded ? "true" : "",
    COMMIT_SECONDS: "0.1",
  };
}

function onOneLine(schema: string): string {
  return JSON.stringify(JSON.parse(schema));
}
