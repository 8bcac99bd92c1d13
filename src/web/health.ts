/** What a probe may know of a process. */
export interface Health {
  /** Whether the process works or can come to work by itself. */
  readonly isAlive: () => boolean;
  /** Whether it has joined its groups. */
  readonly isReady: () => boolean;
}

/** Answers `/livez` and `/readyz` with 200 or 503, and everything else with 404. */
export function healthHandler(health: Health): (request: Request) => Response {
  return (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/livez") return answer(health.isAlive());
    if (pathname === "/readyz") return answer(health.isAlive() && health.isReady());
    return new Response("not found\n", { status: 404 });
  };
}

function answer(isWell: boolean): Response {
  const headers = { "content-type": "application/json", "cache-control": "no-store" };
  const status = isWell ? 200 : 503;
  return new Response(`{"status":"${isWell ? "ok" : "not ready"}"}\n`, { status, headers });
}
