import type { HealthReport } from "../observe/health.ts";

/** Answers `/livez` and `/readyz` with 200 or 503 and the reasons; null for other paths. */
export function answerHealth(path: string, report: () => HealthReport): Response | null {
  if (path !== "/livez" && path !== "/readyz") return null;
  const { alive, ready, reasons } = report();
  if (path === "/livez") return answer(alive, alive ? [] : reasons, "dead");
  return answer(alive && ready, reasons, "not ready");
}

function answer(isWell: boolean, reasons: readonly string[], otherwise: string): Response {
  const body = { status: isWell ? "ok" : otherwise, reasons };
  return Response.json(body, { status: isWell ? 200 : 503 });
}
