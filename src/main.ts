import { type Command, runCommand } from "./commands/command.ts";
import { aborted } from "./commands/ending.ts";
import { type Config, readConfig } from "./config.ts";
import { FatalError, messageOf } from "./errors.ts";
import { Observation } from "./observation.ts";
import { kafkajsLog } from "./observe/kafkajs_log.ts";
import { createLog, type Log } from "./observe/log.ts";
import { prepareProcessor } from "./processor/prepare.ts";
import { type Processor, startProcessor } from "./processor/processor.ts";
import { addressOf } from "./registry/http.ts";
import { instanceName, version } from "./service.ts";

const stopDeadlineMs = 9_500;

const command: Command<Record<never, never>> = {
  name: "start",
  summary: "Runs the processor: both stages, until SIGTERM or SIGINT. Settings are environment " +
    "variables; README.md lists them.",
  options: {},
};

/** Gives the exit code: 0 only after an orderly stop. */
async function run(): Promise<number> {
  const config = readConfig();
  const log = createLog(config.logLevel, { version, node: instanceName() });
  const stopping = stopOnSignal(log);
  try {
    await process(config, log, stopping.signal);
    log.info({ "event.action": "stopped", "event.outcome": "success" }, "stopped");
    return 0;
  } catch (error) {
    if (stopping.signal.aborted && error === stopping.signal.reason) return 0;
    log.error(failureFields(error), messageOf(error));
    return 1;
  }
}

async function process(config: Config, log: Log, signal: AbortSignal): Promise<void> {
  const observation = new Observation(config, log);
  let processor: Processor | null = null;
  try {
    const settings = await prepareProcessor(config, {
      kafkajsLog: kafkajsLog(log),
      notify: (event) => observation.take(event),
      report: (line) => {
        log.warn({ "event.action": "waiting" }, line);
        observation.waitFor(line);
      },
      signal,
    });
    processor = await startProcessor(settings);
    const page = observation.address;
    const fields = {
      "event.action": "started",
      ...endpointsOf(config),
      ...(page && { "url.full": page }),
    };
    log.info(fields, page === null ? "started" : `started; the page is at ${page}`);
    observation.open();
    await Promise.race([aborted(signal), processor.failure]);
    await processor.stop();
  } catch (error) {
    observation.fail(messageOf(error));
    // The reason matters more than whether the other stage could still be ended in order.
    await processor?.stop().catch(() => {});
    throw error;
  } finally {
    await observation.stop();
  }
}

function failureFields(error: unknown): Record<string, string> {
  return {
    "event.action": "failed",
    "event.outcome": "failure",
    "error.message": messageOf(error),
    "error.type": error instanceof Error ? error.name : typeof error,
    ...(error instanceof FatalError && { "pipeline.remedy": error.action }),
  };
}

function endpointsOf({ brokers, registryUrl, inputTopic, outputTopic, appId }: Config) {
  return {
    "kafka.brokers": brokers,
    "pipeline.registry_url": addressOf(registryUrl),
    "pipeline.input_topic": inputTopic,
    "pipeline.output_topic": outputTopic,
    "pipeline.app_id": appId,
  };
}

function stopOnSignal(log: Log): AbortController {
  const stopping = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    Deno.addSignalListener(signal, () => {
      if (stopping.signal.aborted) return;
      log.info({ "event.action": "stopping", "pipeline.signal": signal }, "stopping");
      stopping.abort();
      setTimeout(() => {
        const fields = { "event.action": "failed", "event.outcome": "failure" };
        log.error(fields, "the brokers did not answer in time; nothing is half done");
        Deno.exit(1);
      }, stopDeadlineMs);
    });
  }
  return stopping;
}

if (import.meta.main) await runCommand(command, run);
