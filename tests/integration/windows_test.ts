import { assertEquals } from "@std/assert";
import { audit, type Fact, latestCounts } from "../support/audit.ts";
import { integrationTest } from "../support/integration.ts";
import { readWithJavaToEnd } from "../support/java_topic.ts";
import { json, login } from "../support/logins.ts";
import type { Scene } from "../support/scene.ts";

const text = new TextDecoder();

/** Logins at these times, written at the same times. */
async function logInAt(scene: Scene, ...times: readonly string[]): Promise<void> {
  await scene.produce(...times.map((time) => {
    const timestampMs = Date.parse(time);
    return { value: json({ ...login, timestamp: timestampMs / 1000 }), timestampMs };
  }));
  await scene.processed();
}

function countsOf(counts: readonly Fact[]): Record<string, unknown> {
  const latest = [...latestCounts(counts)];
  return Object.fromEntries(latest.map(([key, { fields }]) => [key, fields["count"]]));
}

integrationTest(
  "windows count by event time, accept late logins during the retention, and report later ones",
  async (scene) => {
    const processor = await scene.started();
    await logInAt(scene, "2026-03-01T10:10:00Z", "2026-03-01T10:20:00Z", "2026-03-01T11:20:00Z");
    await logInAt(scene, "2026-03-01T10:30:00Z");
    const { counts } = await audit(scene);
    const hours = {
      "RU@2026-03-01T10:00:00.000Z/PT1H": 3,
      "RU@2026-03-01T11:00:00.000Z/PT1H": 1,
      "RU@2026-03-01T00:00:00.000Z/P1D": 4,
    };
    assertEquals(countsOf(counts), { RU: 4, ...hours });
    const hour = counts.find(({ record }) => text.decode(record.key!).endsWith("/PT1H"))!;
    const { window_start: start, window_end: end } = hour.fields;
    assertEquals(Number(end) - Number(start), 3_600_000);

    await logInAt(scene, "2026-03-04T00:00:00Z");
    await logInAt(scene, "2026-03-01T10:40:00Z");
    await processor.logged("late", (l) => l.stage === "enrich" && l["late"] === 2);
    const later = {
      "RU@2026-03-04T00:00:00.000Z/PT1H": 1,
      "RU@2026-03-04T00:00:00.000Z/P1D": 1,
    };
    assertEquals(countsOf((await audit(scene)).counts), { RU: 6, ...hours, ...later });
    const table = new Map<string, boolean>();
    for (const { key, value } of await readWithJavaToEnd(scene, scene.topics.counts)) {
      if (key!.length > 0) table.set(text.decode(key!), value !== null);
    }
    const kept = [...table].filter(([, isKept]) => isKept).map(([key]) => key);
    assertEquals(kept.toSorted(), ["RU", ...Object.keys(later)].toSorted());
  },
  { env: { COUNT_WINDOWS: "PT1H,P1D", COUNT_RETENTION: "P1D" } },
);
