import type { HealthReport } from "../observe/health.ts";

/** Whether a path is asked by load balancers: they are answered under any name, and none. */
export function isProbe(path: string): boolean {
  return path === "/livez" || path === "/readyz";
}

/**
 * Answers `/livez` and `/readyz` with 200 or 503, and the reasons to those who ask under a name of
 * this server; null for other paths. OPTIONS is a health check as GET is: HAProxy's default.
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
  const told = isOurName && !(isWell && path === "/livez") ? reasons : [];
  const headers = { allow: "GET, HEAD, OPTIONS" };
  return Response.json({ status, reasons: told }, { status: isWell ? 200 : 503, headers });
}
