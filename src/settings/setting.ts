import { z } from "zod";

/** One setting: the variable it is read from, what it is without it, and what it means. */
export interface Setting<T, F extends string | null> {
  readonly env: string;
  /** The text that stands for an unset variable; null where there is no value then. */
  readonly fallback: F;
  readonly doc: string;
  /** A value that it takes, for whoever gave another. */
  readonly example: string;
  readonly parse: z.ZodType<T, string>;
  /** A secret is also read from the file that `<env>_FILE` names, and never printed. */
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

/** What a kind of value has as its example; see `meta` of zod. */
function exampleOf(parse: z.ZodType): string {
  return String(parse.meta()?.["example"] ?? "");
}

/** A window size as configured: its ISO 8601 duration and its length. */
export interface ConfiguredWindow {
  readonly text: string;
  readonly sizeMs: number;
}

/** A Kafka topic name, or something that becomes part of one. */
export const topicName: z.ZodType<string, string> = z.string()
  .regex(/^[a-zA-Z0-9._-]{1,249}$/, "is no Kafka topic name: letters, digits, . _ and - alone")
  .meta({ example: "user-login" });

/** `host:port` addresses, separated by commas; an IPv6 address stands in brackets. */
export const addresses: z.ZodType<string[], string> = z.string()
  .transform((list) => list.split(",").map((address) => address.trim()))
  .pipe(z.array(z.string().refine(isAddress, "takes host:port, separated by commas")))
  .meta({ example: "kafka-1:9092,[::1]:9092" });

function isAddress(text: string): boolean {
  const port = /^(?:[\w.-]+|\[[0-9a-f:.]+\]):(\d{1,5})$/i.exec(text)?.[1];
  return Number(port) >= 1 && URL.canParse(`http://${text}`);
}

const ipv6Address = /^\[?([0-9a-f:.]*:[0-9a-f:.]*)\]?$/i;

/** A host name or an address without a port; an IPv6 address with or without brackets. */
export const hostAddress: z.ZodType<string, string> = z.string()
  .transform((host) => ipv6Address.exec(host)?.[1] ?? host)
  .pipe(z.string().refine(isHostAddress, "takes a host name or an address, without a port"))
  .meta({ example: "0.0.0.0" });

function isHostAddress(host: string): boolean {
  if (ipv6Address.test(host)) return URL.canParse(`http://[${host}]`);
  return /^[\w.-]+$/.test(host) && URL.canParse(`http://${host}`);
}

/** Host names without ports, separated by commas; an empty text for none. */
export const hostNames: z.ZodType<string[], string> = z.string()
  .transform((list) => list === "" ? [] : list.split(",").map((name) => name.trim().toLowerCase()))
  .pipe(z.array(
    z.string().regex(/^[a-z0-9._-]+$/, "takes host names without ports, separated by commas"),
  ))
  .meta({ example: "logins.example.com,processor" });

/** An http or https URL, without the slash at its end; it may carry a user and a password. */
export const httpUrl: z.ZodType<string, string> = z.string()
  .refine((text) => /^https?:\/\/[^/]/i.test(text) && URL.canParse(text), {
    error: "takes an http or https URL",
    abort: true,
  })
  .refine(
    (text) => !/[?#]/.test(text),
    "takes a URL without ? and #; write them in its password " +
      "as %3F and %23",
  )
  .refine(hasReadableCredentials, "has a % in its user or password that begins no code: write %25")
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

/** The path of a URL without the slash at its end; an empty text for the root. */
export const urlPath: z.ZodType<string, string> = z.string()
  .transform((path) => path.replace(/\/+$/, ""))
  .pipe(z.string().regex(/^(?:\/[\w~-][\w.~-]*)*$/, "takes a path that begins with a slash"))
  .meta({ example: "/logins" });

/** true or false, in capitals or small letters. */
export const onOff: z.ZodType<boolean, string> = z.string()
  .transform((word) => word.toLowerCase())
  .pipe(z.enum(["true", "false"], "takes true or false"))
  .transform((word) => word === "true")
  .meta({ example: "true" });

/** Any text but the empty one. */
export const text: z.ZodType<string, string> = z.string().min(1, "is empty");

/** One of a few words, in capitals or small letters. */
export function word<W extends string>(...words: readonly W[]): z.ZodType<W, string> {
  return z.string().transform((given, context) => {
    const known = words.find((candidate) => candidate.toLowerCase() === given.toLowerCase());
    if (known !== undefined) return known;
    context.addIssue({ code: "custom", message: `takes one of ${words.join(", ")}` });
    return z.NEVER;
  }).meta({ example: words[0] });
}

/** A whole number within bounds. */
export function wholeNumber(min: number, max: number): z.ZodType<number, string> {
  return z.string().regex(/^\d+$/, "takes a whole number").transform(Number)
    .pipe(z.number().min(min, `is less than ${min}`).max(max, `is more than ${max}`))
    .meta({ example: String(min) });
}

const duration = /^P(?=.)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const unitSeconds = [604_800, 86_400, 3_600, 60, 1];

/** An ISO 8601 duration of weeks, days and time, in milliseconds. */
export const durationMs: z.ZodType<number, string> = z.string()
  .regex(duration, "takes an ISO 8601 duration")
  .transform((iso) => {
    const counts = duration.exec(iso)?.slice(1) ?? [];
    return unitSeconds.reduce((ms, unit, i) => ms + Number(counts[i] ?? 0) * unit * 1000, 0);
  })
  .refine(Number.isSafeInteger, "is longer than time")
  .meta({ example: "PT1H" });

const windowSize = z.string()
  .transform((iso) => ({ text: iso, sizeMs: iso }))
  .pipe(z.object({ text: z.string(), sizeMs: durationMs }))
  .refine((size) => size.sizeMs > 0, "has a window of no length")
  .refine((size) => Number.isSafeInteger(size.sizeMs), "has a window longer than time");

/** ISO 8601 durations separated by commas; an empty text for none. */
export const windowSizes: z.ZodType<ConfiguredWindow[], string> = z.string()
  .transform((list) => list === "" ? [] : list.split(",").map((iso) => iso.trim()))
  .pipe(z.array(windowSize))
  .refine(
    (sizes) => new Set(sizes.map((size) => size.sizeMs)).size === sizes.length,
    "names the same length twice",
  )
  .meta({ example: "PT1M,PT1H" });
