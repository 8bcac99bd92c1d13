import type { CountsAnswer, CountsQuestion } from "../observe/counts_view.ts";
import type { Dashboard } from "../observe/dashboard.ts";
import { type Problem, problemResponse } from "./problem.ts";

/** Answers which locales were counted how often, of all time or of a window. */
export function answerCounts(
  dashboard: Pick<Dashboard, "counts">,
  query: URLSearchParams,
): Response {
  const found = find(dashboard, query);
  return "status" in found ? problemResponse(found) : Response.json(found);
}

/** Answers how often one locale was counted. */
export function answerLocale(
  dashboard: Pick<Dashboard, "counts">,
  locale: string,
  query: URLSearchParams,
): Response {
  const found = find(dashboard, query);
  if ("status" in found) return problemResponse(found);
  const count = found.counts.find((count) => count.locale === locale);
  const { window, windowStart, windowEnd } = found;
  return count === undefined
    ? problemResponse({
      status: 404,
      title: "Not counted",
      detail: "No login of this locale was counted there.",
    })
    : Response.json({ ...count, window, windowStart, windowEnd });
}

function find(
  dashboard: Pick<Dashboard, "counts">,
  query: URLSearchParams,
): CountsAnswer | Problem {
  const question = questionOf(query);
  if ("status" in question) return question;
  return dashboard.counts(question) ?? {
    status: 404,
    title: "No such window",
    detail: "Windows of this size are not counted; COUNT_WINDOWS names the sizes.",
  };
}

function questionOf(query: URLSearchParams): CountsQuestion | Problem {
  const window = query.get("window");
  const at = query.get("at");
  const atMs = at === null ? null : Date.parse(at);
  if (atMs !== null && (!isoTime.test(at!) || Number.isNaN(atMs))) {
    return badAt("at takes an ISO 8601 time such as 2026-01-31T12:00:00Z.");
  }
  return atMs !== null && window === null ? badAt("at needs a window.") : { window, atMs };
}

const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

function badAt(detail: string): Problem {
  return { status: 400, title: "Bad query", detail };
}
