import { FatalError, messageOf } from "../errors.ts";
import { sameTopics } from "../names.ts";
import { credentialSettings } from "./credential_settings.ts";
import { halves } from "./half_settings.ts";
import { httpSettings } from "./http_settings.ts";
import { patienceSettings } from "./patience_settings.ts";
import {
  addresses,
  durationMs,
  httpUrl,
  onOff,
  type Setting,
  setting,
  topicName,
  wholeNumber,
  windowSizes,
  word,
} from "./setting.ts";
import { transactionSettings } from "./transaction_settings.ts";

/** All settings, in the order in which the generated documentation lists them. */
export const settings = {
  brokers: setting("KAFKA_BROKERS", "localhost:29092", addresses, "Kafka bootstrap addresses"),
  registryUrl: setting(
    "SCHEMA_REGISTRY_URL",
    "http://localhost:8081",
    httpUrl,
    "schema registry with the Confluent API; may carry a path",
  ),
  inputTopic: setting("INPUT_TOPIC", "user-login", topicName, "topic that logins are read from"),
  outputTopic: setting(
    "OUTPUT_TOPIC",
    "processed-data-topic",
    topicName,
    "topic for enriched logins and counts",
  ),
  deadLetterTopic: setting("DLQ_TOPIC", "user-login-dlq", topicName, "where bad records go"),
  appId: setting(
    "APP_ID",
    "login-pipeline",
    topicName,
    "prefix of group ids, transactional ids and internal topics; a new id starts from scratch",
  ),
  workers: setting(
    "WORKERS",
    null,
    wholeNumber(1, 256),
    "worker threads, each a member of both consumer groups; one fewer than CPU cores by default, and at least one",
  ),
  acceptMovedOffsets: setting(
    "ACCEPT_MOVED_OFFSETS",
    "false",
    onOff,
    "accept offsets set by a tool, for one start; logins may be repeated or skipped",
  ),
  counts: setting(
    "COUNTS",
    "true",
    onOff,
    "whether to count logins; only a recount counts logins processed while this was false",
  ),
  countWindows: setting(
    "COUNT_WINDOWS",
    "",
    windowSizes,
    "tumbling windows to count in addition to all time, as ISO 8601 durations: PT1M,PT1H,P1D",
  ),
  countRetentionMs: setting(
    "COUNT_RETENTION",
    "P1D",
    durationMs,
    "how long a window is kept after its end and still accepts late logins",
  ),
  maxLocales: setting(
    "MAX_LOCALES",
    "10000",
    wholeNumber(1, 10_000_000),
    "distinct locales counted by name in each partition; all others share one count",
  ),
  maxValueBytes: setting(
    "MAX_VALUE_BYTES",
    "1048576",
    wholeNumber(1, 1 << 30),
    "largest input value in bytes; a larger one becomes a dead letter",
  ),
  fetchBytes: setting(
    "FETCH_BYTES",
    "1048576",
    wholeNumber(1024, 1 << 28),
    "bytes per partition in one fetch; this also bounds the size of a transaction",
  ),
  ...transactionSettings,
  ...patienceSettings,
  startTimeoutSeconds: setting(
    "START_TIMEOUT_SECONDS",
    "60",
    wholeNumber(0, 86_400),
    "how long to wait for Kafka and the registry at startup",
  ),
  logIntervalSeconds: setting(
    "LOG_INTERVAL_SECONDS",
    "10",
    wholeNumber(1, 86_400),
    "how often to log totals while records flow",
  ),
  logLevel: setting(
    "LOG_LEVEL",
    "info",
    word("debug", "info", "warn", "error"),
    "lowest log level that is written",
  ),
  ...httpSettings,
  tracing: setting(
    "OTEL_DENO",
    "false",
    onOff,
    "whether Deno exports OpenTelemetry spans; set the destination in OTEL_EXPORTER_OTLP_*",
  ),
  ...credentialSettings,
  registryTimeoutMs: setting(
    "SCHEMA_REGISTRY_TIMEOUT_MS",
    "5000",
    wholeNumber(100, 600_000),
    "timeout of one request to the registry",
  ),
  schemaNotFoundSeconds: setting(
    "SCHEMA_NOT_FOUND_SECONDS",
    "30",
    wholeNumber(0, 3_600),
    "how long the registry must keep answering that a schema does not exist before its records " +
      "become dead letters; until then they wait",
  ),
};

/** The type of a setting's value. */
export type ValueOf<S> = S extends Setting<infer T, infer F> ? T | (F extends null ? null : never)
  : never;

/** The value of each setting in the table. */
export type Values = { readonly [K in keyof typeof settings]: ValueOf<(typeof settings)[K]> };

/** The values of all settings, frozen. */
export type Config = Values & {
  /** The files that hold secrets, by setting. They are read again at each use. */
  readonly secretFiles: { readonly [K in keyof typeof settings]?: string };
};

/** Where settings are read from; tests pass their own. */
export interface Surroundings {
  readonly env: (name: string) => string | undefined;
  readonly readTextFile: (path: string) => string;
}

const process: Surroundings = {
  env: (name) => Deno.env.get(name),
  readTextFile: (path) => Deno.readTextFileSync(path),
};

/** Reads all settings. Throws FatalError that names each invalid one, but never its value. */
export function readConfig(surroundings: Surroundings = process): Config {
  const complaints: string[] = [];
  const entries = Object.entries(settings).map(([name, row]) => {
    try {
      return [name, readSetting(row, surroundings)];
    } catch (error) {
      complaints.push(`${row.env} ${messageOf(error)}`);
      return [name, null];
    }
  });
  if (complaints.length === 0) complaints.push(...halves((name) => variable(name, surroundings)));
  complaints.push(...sameTopics(Object.fromEntries(entries)));
  if (complaints.length > 0) {
    throw new FatalError(
      `Invalid settings: ${complaints.join("; ")}`,
      "correct these environment variables; docs/settings.md lists all settings",
    );
  }
  return Object.freeze(
    Object.fromEntries([...entries, ["secretFiles", secretFiles(surroundings)]]),
  );
}

function secretFiles(surroundings: Surroundings): Record<string, string> {
  const files = Object.entries(settings).flatMap(([name, row]) => {
    const path = fileOf(row, surroundings);
    return path === null || variable(row.env, surroundings) !== null ? [] : [[name, path]];
  });
  return Object.freeze(Object.fromEntries(files));
}

/** Whether the environment sets a setting. */
export function isGiven(
  name: keyof typeof settings,
  from: Pick<Surroundings, "env"> = process,
): boolean {
  return variable(settings[name].env, from) !== null;
}

/** Whether the environment sets the address of Kafka or the registry, even to its default. */
export function namesServers(from: Pick<Surroundings, "env"> = process): boolean {
  return [settings.brokers, settings.registryUrl].some(({ env }) => variable(env, from) !== null);
}

function readSetting(row: Setting<unknown, string | null>, surroundings: Surroundings): unknown {
  const given = textOf(row, surroundings) ?? secretFromFile(row, surroundings) ??
    row.fallback;
  if (given === null) return null;
  const parsed = row.parse.safeParse(given);
  if (parsed.success) return parsed.data;
  const reasons = new Set(parsed.error.issues.map((issue) => issue.message));
  const example = row.example && ` (for example ${row.example})`;
  throw new Error([...reasons].join(", ") + example);
}

/** Trims spaces, which an env file may leave around a value. A secret keeps them. */
function textOf(
  row: Setting<unknown, string | null>,
  from: Pick<Surroundings, "env">,
): string | null {
  const text = variable(row.env, from);
  return row.isSecret ? text : text?.trim() || null;
}

function variable(name: string, { env }: Pick<Surroundings, "env">): string | null {
  return env(name) || null; // Compose passes unset variables as empty ones
}

function fileOf(row: Setting<unknown, string | null>, from: Surroundings): string | null {
  return row.isSecret ? variable(`${row.env}_FILE`, from) : null;
}

function secretFromFile(row: Setting<unknown, string | null>, from: Surroundings): string | null {
  const path = fileOf(row, from);
  if (path === null) return null;
  try {
    return from.readTextFile(path).replace(/\r?\n$/, "");
  } catch (error) {
    throw new Error(`cannot be read from the file in ${row.env}_FILE`, { cause: error });
  }
}
