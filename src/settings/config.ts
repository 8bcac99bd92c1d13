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

/** Every setting of the program, in the order of the documentation made from it. */
export const settings = {
  brokers: setting("KAFKA_BROKERS", "localhost:29092", addresses, "Kafka bootstrap addresses"),
  registryUrl: setting(
    "SCHEMA_REGISTRY_URL",
    "http://localhost:8081",
    httpUrl,
    "schema registry with the Confluent API; may carry a path",
  ),
  inputTopic: setting("INPUT_TOPIC", "user-login", topicName, "where logins are read"),
  outputTopic: setting("OUTPUT_TOPIC", "processed-data-topic", topicName, "where facts go"),
  deadLetterTopic: setting("DLQ_TOPIC", "user-login-dlq", topicName, "where bad records go"),
  appId: setting(
    "APP_ID",
    "login-pipeline",
    topicName,
    "prefix of group ids, transactional ids and internal topics; another id starts from nothing",
  ),
  workers: setting(
    "WORKERS",
    null,
    wholeNumber(1, 256),
    "threads that process, each a member of the groups; as many as there are cores unless set",
  ),
  acceptMovedOffsets: setting(
    "ACCEPT_MOVED_OFFSETS",
    "false",
    onOff,
    "go on from offsets that a tool has set, once; logins may come twice or be left out",
  ),
  counts: setting(
    "COUNTS",
    "true",
    onOff,
    "whether logins are counted; what is processed without is counted only by a recount",
  ),
  countWindows: setting(
    "COUNT_WINDOWS",
    "",
    windowSizes,
    "tumbling windows counted besides all time, as ISO 8601 durations: PT1M,PT1H,P1D",
  ),
  countRetentionMs: setting(
    "COUNT_RETENTION",
    "P1D",
    durationMs,
    "how long after its end a window still takes late logins and is kept",
  ),
  maxLocales: setting(
    "MAX_LOCALES",
    "10000",
    wholeNumber(1, 10_000_000),
    "distinct locales counted by name in each partition; further ones are counted together",
  ),
  maxValueBytes: setting(
    "MAX_VALUE_BYTES",
    "1048576",
    wholeNumber(1, 1 << 30),
    "a larger input value is a dead letter",
  ),
  fetchBytes: setting(
    "FETCH_BYTES",
    "1048576",
    wholeNumber(1024, 1 << 28),
    "bytes fetched at once per partition; the size of a transaction follows from it",
  ),
  sessionTimeoutMs: setting(
    "SESSION_TIMEOUT_MS",
    "10000",
    wholeNumber(6000, 1_800_000),
    "after a crash the partitions are taken over this much later",
  ),
  transactionTimeoutMs: setting(
    "TRANSACTION_TIMEOUT_MS",
    "15000",
    wholeNumber(1000, 900_000),
    "readers wait at most this long for a transaction whose owner died",
  ),
  ...patienceSettings,
  startTimeoutSeconds: setting(
    "START_TIMEOUT_SECONDS",
    "60",
    wholeNumber(0, 86_400),
    "how long to wait at start for Kafka and the registry",
  ),
  logIntervalSeconds: setting(
    "LOG_INTERVAL_SECONDS",
    "10",
    wholeNumber(1, 86_400),
    "how often totals are logged while records flow",
  ),
  logLevel: setting(
    "LOG_LEVEL",
    "info",
    word("debug", "info", "warn", "error"),
    "the least log level that is written",
  ),
  ...httpSettings,
  tracing: setting(
    "OTEL_DENO",
    "false",
    onOff,
    "whether Deno sends OpenTelemetry spans; its OTEL_EXPORTER_OTLP_* variables say where to",
  ),
  ...credentialSettings,
  registryTimeoutMs: setting(
    "SCHEMA_REGISTRY_TIMEOUT_MS",
    "5000",
    wholeNumber(100, 600_000),
    "how long one request to the registry may take",
  ),
  schemaNotFoundSeconds: setting(
    "SCHEMA_NOT_FOUND_SECONDS",
    "30",
    wholeNumber(0, 3_600),
    "how long a registry has to say that it has no schema before that is believed; records wait",
  ),
};

/** What a setting's value is. */
export type ValueOf<S> = S extends Setting<infer T, infer F> ? T | (F extends null ? null : never)
  : never;

/** The values of the rows of the table. */
export type Values = { readonly [K in keyof typeof settings]: ValueOf<(typeof settings)[K]> };

/** The values of all settings, frozen. */
export type Config = Values & {
  /** The files that secrets were read from, which are read again when they are used. */
  readonly secretFiles: { readonly [K in keyof typeof settings]?: string };
};

/** Where settings come from; a test brings its own. */
export interface Surroundings {
  readonly env: (name: string) => string | undefined;
  readonly readTextFile: (path: string) => string;
}

const process: Surroundings = {
  env: (name) => Deno.env.get(name),
  readTextFile: (path) => Deno.readTextFileSync(path),
};

/** Reads all settings; throws FatalError naming each one that cannot be used, never its value. */
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
      `Cannot use the settings: ${complaints.join("; ")}`,
      "change these environment variables; README.md lists all settings",
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

/** Whether the environment says what a setting is. */
export function isGiven(
  name: keyof typeof settings,
  from: Pick<Surroundings, "env"> = process,
): boolean {
  return variable(settings[name].env, from) !== null;
}

/** Whether the environment says where Kafka or the registry is, be it the usual place. */
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

/** Without the spaces around it that an env file may leave; those of a secret are its own. */
function textOf(
  row: Setting<unknown, string | null>,
  from: Pick<Surroundings, "env">,
): string | null {
  const text = variable(row.env, from);
  return row.isSecret ? text : text?.trim() || null;
}

function variable(name: string, { env }: Pick<Surroundings, "env">): string | null {
  return env(name) || null; // Compose files pass on unset variables as empty ones
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
    throw new Error(`cannot be read from the file that ${row.env}_FILE names`, { cause: error });
  }
}
