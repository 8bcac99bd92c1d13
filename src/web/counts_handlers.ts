import type { Counts, LocaleAnswer } from "../contract/counts.ts";
import type { PipelineView } from "../observe/pipeline_view.ts";
import { type ProblemDetails, problemResponse } from "./problem.ts";

/** Where the counts come from. */
export type CountsSource = Pick<PipelineView, "allTime" | "window">;

/** Answers with the counts by locale, of all time or of a window. */
export function answerCounts(pipeline: CountsSource, query: URLSearchParams): Response {
  const found = find(pipeline, query);
  return "status" in found ? problemResponse(found) : Response.json(found);
}

/** Answers with the count of one locale. */
export function answerLocale(
  pipeline: CountsSource,
  locale: string,
  query: URLSearchParams,
): Response {
  const found = find(pipeline, query);
  if ("status" in found) return problemResponse(found);
  const count = found.counts.find((count) => count.locale === locale);
  if (count === undefined) return problemResponse(notCounted);
  const { window, windowStart, windowEnd } = found;
  const answer: LocaleAnswer = { ...count, window, windowStart, windowEnd };
  return Response.json(answer);
}

function find(pipeline: CountsSource, query: URLSearchParams): Counts | ProblemDetails {
  const window = query.get("window");
  const at = query.get("at");
  const atMs = at === null ? null : Date.parse(at);
  if (atMs !== null && (!isoTime.test(at!) || Number.isNaN(atMs))) return badTime;
  if (window !== null) return pipeline.window(window, atMs) ?? noSuchWindow;
  return atMs === null ? pipeline.allTime() : timeWithoutWindow;
}

const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

const notCounted: ProblemDetails = {
  status: 404,
  title: "Not counted",
  detail: "No login of this locale was counted in this period.",
};
const noSuchWindow: ProblemDetails = {
  status: 404,
  title: "No such window",
  detail: "Windows of this size are not counted; COUNT_WINDOWS sets the sizes.",
};
const badTime: ProblemDetails = {
  status: 400,
  title: "Invalid query",
  detail: "The parameter at takes an ISO 8601 time such as 2026-01-31T12:00:00Z.",
};
const timeWithoutWindow: ProblemDetails = {
  status: 400,
  title: "Invalid query",
  detail: "The parameter at requires the parameter window.",
};
