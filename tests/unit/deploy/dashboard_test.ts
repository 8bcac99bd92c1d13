import { assert, assertEquals } from "@std/assert";
import dashboard from "../../../deploy/monitoring/grafana/dashboards/login-pipeline.json" with {
  type: "json",
};
import datasource from "../../../deploy/monitoring/grafana/provisioning/datasources/prometheus.yml" with {
  type: "text",
};
import { type Panel, panels } from "../../support/monitoring_kit.ts";

const rows = panels.filter(({ type }) => type === "row");
const charts = panels.filter(({ type }) => type !== "row");

Deno.test("the dashboard can be provisioned and has a fixed address", () => {
  assertEquals(dashboard.id, null);
  assertEquals(dashboard.uid, "login-pipeline");
});

Deno.test("the dashboard's rows go from health through the flow to the process", () => {
  const titles = rows.map(({ title }) => title.toLowerCase());
  assertEquals(titles, [
    "health",
    "flow",
    "latency",
    "lag",
    "transactions",
    "dead letters",
    "state",
    "process",
  ]);
});

Deno.test("every panel queries the provisioned data source and has a description", () => {
  const uid = /^ {4}uid: (\S+)$/m.exec(datasource)?.[1];
  for (const { title, description, datasource, targets } of charts) {
    const sources = [datasource, ...(targets ?? []).map(({ datasource }) => datasource)];
    assertEquals(sources.map((source) => source?.uid), sources.map(() => uid), title);
    assert(targets?.length, `"${title}" asks nothing`);
    assert(description, `"${title}" does not say what it shows`);
  }
});

Deno.test("no two panels share an id or a position", () => {
  assertEquals(new Set(panels.map(({ id }) => id)).size, panels.length);
  for (const [index, panel] of panels.entries()) {
    assert(panel.gridPos.x + panel.gridPos.w <= 24, `"${panel.title}" is outside`);
    for (const other of panels.slice(index + 1)) {
      assert(!overlap(panel, other), `"${panel.title}" covers "${other.title}"`);
    }
  }
});

function overlap({ gridPos: a }: Panel, { gridPos: b }: Panel): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}
