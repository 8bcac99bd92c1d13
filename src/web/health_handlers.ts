import type { HealthAnswer, HealthReport } from "../contract/health.ts";

/** Whether load balancers poll a path; it answers under any host name, and without one. */
export function isProbe(path: string): boolean {
  return path === "/livez" || path === "/readyz";
}

/**
 * Answers `/livez` and `/readyz` with 200 or 503, and with the reasons if the request used a name
 * of this server; null for other paths. OPTIONS is answered like GET because HAProxy sends it by
 * default.
 */
export function answerHealth(
  path: string,
  isOurName: boolean,
  report: () => HealthReport,
): Response | null {
  if (!isProbe(path)) return null;
  const { alive, ready, reasons } = report();
  const isWell = alive && (ready || path === "/livez");
  const status = isWell ? "ok" : path === "/livez" ? "dead" : "not ready";
  const showsReasons = isOurName && !(isWell && path === "/livez");
  const answer: HealthAnswer = { status, reasons: showsReasons ? reasons : [] };
  const headers = { allow: "GET, HEAD, OPTIONS" };
  return Response.json(answer, { status: isWell ? 200 : 503, headers });
}
