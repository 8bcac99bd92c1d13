import { ref, type Schema, text } from "./schemas.ts";

/** One way to ask, as OpenAPI describes it. */
export type Operation = Readonly<Record<string, unknown>>;

/** All paths of the API, by their templates. */
export function paths(): Readonly<Record<string, { readonly get: Operation }>> {
  const window = query(
    "window",
    "size of the window as ISO 8601 duration; without it: of all time",
  );
  const at = query("at", "a time within the window, ISO 8601; without it: the newest window");
  const locale = { name: "locale", in: "path", required: true, schema: text };
  return {
    "/api/status": get("How the process and its pipeline are", ref("Status")),
    "/api/history": get("The last quarter of an hour", ref("History")),
    "/api/counts": get("Logins by locale, of all processes", ref("Counts"), {
      parameters: [window, at],
      problems: { 400: "a time that is none", 404: "no such window size" },
    }),
    "/api/counts/{locale}": get("Logins of one locale, of all processes", ref("LocaleAnswer"), {
      parameters: [locale, window, at],
      problems: { 400: "a time that is none", 404: "nothing was counted there" },
    }),
    "/api/events": get("Server-sent events: snapshot, then counts, status and sample", text, {
      type: "text/event-stream",
      problems: { 503: "too many readers" },
    }),
    "/api/openapi.json": get("This document", { type: "object" }),
    "/livez": probe("Whether the process works or can come to work by itself"),
    "/readyz": probe("Whether the process takes part and nothing holds it up"),
    "/metrics": get("Metrics in the text form of Prometheus", text, { type: "text/plain" }),
  };
}

/** What is special about a way to ask. */
interface Special {
  readonly type?: string;
  readonly parameters?: readonly Schema[];
  readonly problems?: Readonly<Record<number, string>>;
}

function get(summary: string, schema: Schema, special: Special = {}): { readonly get: Operation } {
  const { type = "application/json", parameters, problems = {} } = special;
  const responses: Record<string, unknown> = { 200: answer("the answer", type, schema) };
  for (const [status, description] of Object.entries(problems)) {
    responses[status] = answer(description, "application/problem+json", ref("Problem"));
  }
  responses["default"] = answer("another problem", "application/problem+json", ref("Problem"));
  return { get: { summary, ...(parameters && { parameters }), responses } };
}

function probe(summary: string): { readonly get: Operation } {
  const health = (description: string) => answer(description, "application/json", ref("Health"));
  const responses = { 200: health("it is"), 503: health("it is not, and why") };
  return { get: { summary, security: [], responses } };
}

function answer(description: string, type: string, schema: Schema): unknown {
  return { description, content: { [type]: { schema } } };
}

function query(name: string, description: string): Schema {
  return { name, in: "query", description, schema: text };
}
