import { type ComponentName, componentUri } from "../../contract/components.ts";

type JsonSchema = Readonly<Record<string, unknown>>;

/** A GET request, as OpenAPI describes it. */
export type Operation = Readonly<Record<string, unknown>>;

/** All paths of the API, by template. */
export function paths(): Readonly<Record<string, { readonly get: Operation }>> {
  const window = query("window", "window size as an ISO 8601 duration; default: all time");
  const at = query("at", "an ISO 8601 time within the window; default: the newest window");
  const locale = { name: "locale", in: "path", required: true, schema: text };
  return {
    "/api/status": get("State of the process and its pipeline", ref("Status")),
    "/api/history": get("The last 15 minutes", ref("History")),
    "/api/counts": get("Logins by locale, of all processes", ref("Counts"), {
      parameters: [window, at],
      problems: { 400: "not a valid time", 404: "no such window size" },
    }),
    "/api/counts/{locale}": get("Logins of one locale, of all processes", ref("LocaleAnswer"), {
      parameters: [locale, window, at],
      problems: { 400: "not a valid time", 404: "no logins of this locale" },
    }),
    "/api/events": get(
      "Server-sent events: one `snapshot` (Snapshot), then `counts` (ChangedCounts), `status` " +
        "(Status), and `sample` (Step)",
      text,
      { type: "text/event-stream", problems: { 503: "too many readers" } },
    ),
    "/api/openapi.json": get("This document", { type: "object" }),
    "/livez": probe("Whether the process works, or can recover without a restart"),
    "/readyz": probe("Whether the process is a member of its groups and nothing holds it up"),
    "/metrics": get("Metrics in the Prometheus text format", text, { type: "text/plain" }),
  };
}

/** What an operation has besides its answer. */
interface Details {
  readonly type?: string;
  readonly parameters?: readonly JsonSchema[];
  readonly problems?: Readonly<Record<number, string>>;
}

const text: JsonSchema = { type: "string" };

function get(
  summary: string,
  schema: JsonSchema,
  details: Details = {},
): { readonly get: Operation } {
  const { type = "application/json", parameters, problems = {} } = details;
  const responses: Record<string, unknown> = { 200: answer("the answer", type, schema) };
  for (const [status, description] of Object.entries(problems)) {
    responses[status] = problem(description);
  }
  responses["default"] = problem("any other problem");
  return { get: { summary, ...(parameters && { parameters }), responses } };
}

function probe(summary: string): { readonly get: Operation } {
  const health = (description: string) => answer(description, "application/json", ref("Health"));
  const responses = { 200: health("yes"), 503: health("no, with reasons") };
  return { get: { summary, security: [], responses } };
}

function problem(description: string): unknown {
  return answer(description, "application/problem+json", ref("Problem"));
}

function answer(description: string, type: string, schema: JsonSchema): unknown {
  return { description, content: { [type]: { schema } } };
}

function query(name: string, description: string): JsonSchema {
  return { name, in: "query", description, schema: text };
}

function ref(name: ComponentName): JsonSchema {
  return { $ref: componentUri(name) };
}
