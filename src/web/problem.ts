/** What went wrong with a request, as RFC 9457 has it. */
export interface Problem {
  readonly status: number;
  readonly title: string;
  /** What was wrong with this request and what to do about it; never what it contained. */
  readonly detail: string;
  /** What tells this occurrence from all others, as a URI; the log has it as well. */
  readonly instance?: string;
}

/** The answer that tells of a problem. */
export function problemResponse(
  { status, title, detail, instance }: Problem,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const body = { type: "about:blank", title, status, detail, ...(instance && { instance }) };
  return new Response(JSON.stringify(body) + "\n", {
    status,
    headers: { "content-type": "application/problem+json", ...headers },
  });
}
