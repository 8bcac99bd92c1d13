/** What went wrong with a request, as RFC 9457 has it. */
export interface Problem {
  readonly status: number;
  readonly title: string;
  /** What was wrong with this request and what to do about it; never what it contained. */
  readonly detail: string;
}

/** The answer that tells of a problem. */
export function problemResponse(
  { status, title, detail }: Problem,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(JSON.stringify({ type: "about:blank", title, status, detail }) + "\n", {
    status,
    headers: { "content-type": "application/problem+json", ...headers },
  });
}
