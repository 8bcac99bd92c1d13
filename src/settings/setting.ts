import { z } from "zod";

/** One setting: its environment variable, its default and its meaning. */
export interface Setting<T, F extends string | null> {
  readonly env: string;
  /** The default, as text; null when an unset variable means no value. */
  readonly fallback: F;
  readonly doc: string;
  /** A valid value, shown when the given one is invalid. */
  readonly example: string;
  readonly parse: z.ZodType<T, string>;
  /** A secret may also be in the file named by `<env>_FILE`, and is never printed. */
  readonly isSecret: boolean;
}

/** A setting whose value may be printed. */
export function setting<T, F extends string | null>(
  env: string,
  fallback: F,
  parse: z.ZodType<T, string>,
  doc: string,
): Setting<T, F> {
  return { env, fallback, parse, doc, example: fallback || exampleOf(parse), isSecret: false };
}

/** A setting that is never printed. */
export function secret(env: string, doc: string): Setting<string, null> {
  return { env, fallback: null, parse: text, doc, example: exampleOf(text), isSecret: true };
}

/** The example of a kind of value, from zod's `meta`. */
function exampleOf(parse: z.ZodType): string {
  return String(parse.meta()?.["example"] ?? "");
}

/** A configured window size: its ISO 8601 duration and its length in milliseconds. */
export interface ConfiguredWindow {
  readonly text: string;
  readonly sizeMs: number;
}

/** A Kafka topic name, or a text that becomes part of one. */
export const topicName: z.ZodType<string, string> = z.string()
  .regex(
    /^[a-zA-Z0-9._-]{1,249}$/,
    "is not a Kafka topic name: use only letters, digits, . _ and -",
  )
  .meta({ example: "user-login" });

/** Comma-separated `host:port` addresses, with IPv6 addresses in brackets. */
export const addresses: z.ZodType<string[], string> = z.string()
  .transform((list) => list.split(",").map((address) => address.trim()))
  .pipe(z.array(z.string().refine(isAddress, "must be comma-separated host:port addresses")))
  .meta({ example: "kafka-1:9092,[::1]:9092" });

function isAddress(text: string): boolean {
  const port = /^(?:[\w.-]+|\[[0-9a-f:.]+\]):(\d{1,5})$/i.exec(text)?.[1];
  return Number(port) >= 1 && URL.canParse(`http://${text}`);
}

const ipv6Address = /^\[?([0-9a-f:.]*:[0-9a-f:.]*)\]?$/i;

/** A host name or IP address without a port. IPv6 brackets are optional. */
export const hostAddress: z.ZodType<string, string> = z.string()
  .transform((host) => ipv6Address.exec(host)?.[1] ?? host)
  .pipe(z.string().refine(isHostAddress, "must be a host name or an IP address, without a port"))
  .meta({ example: "0.0.0.0" });

function isHostAddress(host: string): boolean {
  if (ipv6Address.test(host)) return URL.canParse(`http://[${host}]`);
  return /^[\w.-]+$/.test(host) && URL.canParse(`http://${host}`);
}

/** Comma-separated host names without ports. An empty text means none. */
export const hostNames: z.ZodType<string[], string> = z.string()
  .transform((list) => list === "" ? [] : list.split(",").map((name) => name.trim().toLowerCase()))
  .pipe(z.array(
    z.string().regex(/^[a-z0-9._-]+$/, "must be comma-separated host names without ports"),
  ))
  .meta({ example: "logins.example.com,processor" });

/** An http or https URL, without a trailing slash. It may contain a user and a password. */
export const httpUrl: z.ZodType<string, string> = z.string()
  .refine((text) => /^https?:\/\/[^/]/i.test(text) && URL.canParse(text), {
    error: "must be an http or https URL",
    abort: true,
  })
  .refine(
    (text) => !/[?#]/.test(text),
    "must be a URL without ? and #; in a password, write them as %3F and %23",
  )
  .refine(hasReadableCredentials, "has a stray % in its user or password: write it as %25")
  .transform((url) => url.replace(/\/+$/, ""))
  .meta({ example: "https://registry.example.com:8081" });

function hasReadableCredentials(text: string): boolean {
  const { username, password } = new URL(text);
  try {
    decodeURIComponent(username);
    decodeURIComponent(password);
    return true;
  } catch {
    return false;
  }
}

/** The path of a URL, without a trailing slash. An empty text means the root. */
export const urlPath: z.ZodType<string, string> = z.string()
  .transform((path) => path.replace(/\/+$/, ""))
  .pipe(z.string().regex(/^(?:\/[\w~-][\w.~-]*)*$/, "must be a path that begins with a slash"))
  .meta({ example: "/logins" });

/** true or false, in upper or lower case. */
export const onOff: z.ZodType<boolean, string> = z.string()
  .transform((word) => word.toLowerCase())
  .pipe(z.enum(["true", "false"], "must be true or false"))
  .transform((word) => word === "true")
  .meta({ example: "true" });

/** Any text that is not empty. */
export const text: z.ZodType<string, string> = z.string().min(1, "is empty");

/** One of a few words, in upper or lower case. */
export function word<W extends string>(...words: readonly W[]): z.ZodType<W, string> {
  return z.string().transform((given, context) => {
    const known = words.find((candidate) => candidate.toLowerCase() === given.toLowerCase());
    if (known !== undefined) return known;
    context.addIssue({ code: "custom", message: `must be one of ${words.join(", ")}` });
    return z.NEVER;
  }).meta({ example: words[0] });
}

/** A whole number within bounds. */
export function wholeNumber(min: number, max: number): z.ZodType<number, string> {
  return z.string().regex(/^\d+$/, "must be a whole number").transform(Number)
    .pipe(z.number().min(min, `is less than ${min}`).max(max, `is more than ${max}`))
    .meta({ example: String(min) });
}

const duration = /^P(?=.)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const unitSeconds = [604_800, 86_400, 3_600, 60, 1];

/** An ISO 8601 duration of weeks, days and time, in milliseconds. */
export const durationMs: z.ZodType<number, string> = z.string()
  .regex(duration, "must be an ISO 8601 duration")
  .transform((iso) => {
    const counts = duration.exec(iso)?.slice(1) ?? [];
    return unitSeconds.reduce((ms, unit, i) => ms + Number(counts[i] ?? 0) * unit * 1000, 0);
  })
  .refine(Number.isSafeInteger, "is too long")
  .meta({ example: "PT1H" });

const windowSize = z.string()
  .transform((iso) => ({ text: iso, sizeMs: iso }))
  .pipe(z.object({ text: z.string(), sizeMs: durationMs }))
  .refine((size) => size.sizeMs > 0, "contains a window of length zero")
  .refine((size) => Number.isSafeInteger(size.sizeMs), "contains a window that is too long");

/** Comma-separated ISO 8601 durations. An empty text means none. */
export const windowSizes: z.ZodType<ConfiguredWindow[], string> = z.string()
  .transform((list) => list === "" ? [] : list.split(",").map((iso) => iso.trim()))
  .pipe(z.array(windowSize))
  .refine(
    (sizes) => new Set(sizes.map((size) => size.sizeMs)).size === sizes.length,
    "contains the same length twice",
  )
  .meta({ example: "PT1M,PT1H" });
