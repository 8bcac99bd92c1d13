import type { Problem } from "../contract/problem.ts";

/** A problem without its type, which is the same for all. */
export type ProblemDetails = Omit<Problem, "type">;

/** The response for a problem. */
export function problemResponse(
  { status, title, detail, instance }: ProblemDetails,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const body: Problem = {
    type: "about:blank",
    title,
    status,
    detail,
    ...(instance !== undefined && { instance }),
  };
  return new Response(JSON.stringify(body) + "\n", {
    status,
    headers: { "content-type": "application/problem+json", ...headers },
  });
}
