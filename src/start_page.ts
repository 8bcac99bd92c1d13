import { type FatalError, messageOf } from "./errors.ts";
import { instanceName } from "./identity/instance.ts";
import { version } from "./identity/service.ts";
import { denialIn } from "./kafka/access/denied.ts";
import { topicNames } from "./names.ts";
import type { Health } from "./observe/health.ts";
import { kafkajsLog } from "./observe/kafkajs_log.ts";
import type { Log } from "./observe/log.ts";
import type { LogOutput } from "./observe/log_output.ts";
import { Metrics } from "./observe/metrics.ts";
import type { Observer } from "./observe/observer.ts";
import { PipelineView } from "./observe/pipeline_view.ts";
import { RepeatLimit } from "./observe/repeat_limit.ts";
import { avroType } from "./pipeline/schemas.ts";
import { certificateEnds } from "./processor/certificate_ends.ts";
import { RegistryClient } from "./registry/client.ts";
import { CodecCache } from "./registry/codec_cache.ts";
import { subjectsOf } from "./registry/subjects.ts";
import type { Config } from "./settings/config.ts";
import { kafkaSettings, registrySettings } from "./setup/connections.ts";
import { Survey } from "./survey/survey.ts";
import { createApp } from "./web/app.ts";
import { EventHub } from "./web/event_hub.ts";
import { LiveEvents } from "./web/live_events.ts";
import type { Answer } from "./web/server.ts";

/** What the process already has. */
export interface ProcessParts {
  readonly observer: Observer;
  readonly log: Pick<Log, "warn" | "debug" | "isLevelEnabled">;
  readonly output: Pick<LogOutput, "leftOut">;
  readonly startedAt: string;
  readonly workers: number;
  /** Called with an error that only an operator can fix. */
  readonly fail: (error: FatalError) => void;
}

const hubLimits = { maxSubscribers: 500, maxQueuedBytes: 256 * 1024 } as const;

/** Creates the page, the API, and the metrics, and starts to poll the cluster for them. */
export function startPage(
  config: Config,
  { observer, log, output, startedAt, workers, fail }: ProcessParts,
): { readonly answer: Answer; readonly close: () => void } {
  const survey = surveyOf(config, reporterTo(log, fail), log, observer.health);
  const topics = topicNames(config);
  const instance = instanceName();
  const name = "login-pipeline";
  const service = { name, version, appId: config.appId, instance, startedAt, workers };
  const pipeline = new PipelineView({ service, topics, observer, survey, now: Date.now });
  const events = new LiveEvents(pipeline, new EventHub(hubLimits));
  const metrics = new Metrics(
    { service, observer, cluster: survey, output },
    () => certificateEnds(config),
  );
  observer.add(metrics);
  const app = createApp({ pipeline, events, metrics, version, basePath: config.httpBasePath });
  survey.start();
  const close = () => {
    survey.stop();
    pipeline.stop();
    events.stop();
    metrics.stop();
  };
  return { answer: (request) => app.fetch(request), close };
}

/**
 * Reports errors of the survey. During an outage, the page keeps the last known state. A missing ACL
 * ends the process, because its workers need the same ACLs when they next acquire a partition.
 */
function reporterTo(
  log: Pick<Log, "warn">,
  fail: ProcessParts["fail"],
): (error: unknown) => void {
  const limit = new RepeatLimit({ perWindow: 1, windowMs: 60_000, now: () => performance.now() });
  return (error) => {
    const denial = denialIn(error);
    if (denial !== null) return fail(denial);
    const reason = messageOf(error);
    if (limit.say(reason) === null) return;
    const fields = {
      "event.action": "survey",
      "event.outcome": "failure",
      "error.message": reason,
    };
    log.warn(fields, `the page cannot be updated: ${reason}`);
  };
}

function surveyOf(
  config: Config,
  report: (error: unknown) => void,
  log: ProcessParts["log"],
  health: Health,
): Survey {
  const topics = topicNames(config);
  const registry = new RegistryClient(registrySettings(config));
  const schemaOf = registry.schemaOf.bind(registry);
  const notFoundMs = config.schemaNotFoundSeconds * 1000;
  const codecs = new CodecCache({ schemaOf, now: () => performance.now(), notFoundMs });
  return new Survey({
    kafka: kafkaSettings(config, kafkajsLog(log)),
    appId: config.appId,
    topics,
    windows: config.countWindows,
    reader: avroType("LocaleCount"),
    codecsFor: codecs.codecsFor.bind(codecs),
    subjects: Object.values(subjectsOf(topics)),
    answered: health.answered.bind(health),
    met: health.meet.bind(health),
    report,
    versionsOf: registry.versionsOf.bind(registry),
  });
}
