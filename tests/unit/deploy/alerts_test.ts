import { assert, assertEquals } from "@std/assert";
import none from "../../../deploy/monitoring/alertmanager/none.yml" with { type: "text" };
import opsgenie from "../../../deploy/monitoring/alertmanager/opsgenie.yml" with { type: "text" };
import pagerduty from "../../../deploy/monitoring/alertmanager/pagerduty.yml" with { type: "text" };
import flowCases from "../../../deploy/monitoring/tests/flow.yml" with { type: "text" };
import lossCases from "../../../deploy/monitoring/tests/loss.yml" with { type: "text" };
import processCases from "../../../deploy/monitoring/tests/process.yml" with { type: "text" };
import runbook from "../../../docs/runbook.md" with { type: "text" };
import { alertRules } from "../../support/monitoring_kit.ts";

const names = [...new Set(alertRules.map(({ name }) => name))];

Deno.test("every alert has a severity, a summary, a description, an action and a runbook", () => {
  for (const { name, text } of alertRules) {
    const isAlias = /^ {8}annotations: \*/m.test(text);
    const said = [...text.matchAll(/^ {10}(\w+): /gm)].map(([, key]) => key);
    if (!isAlias) assertEquals(said, ["summary", "description", "action", "runbook"], name);
    assert(/severity: (page|ticket) /.test(text), `${name} has no severity`);
  }
});

Deno.test("every alert has a paragraph in the runbook, and the runbook no other", () => {
  assertEquals([...runbook.matchAll(/^### (\w+)$/gm)].map(([, title]) => title), names);
  for (const { name, text } of alertRules) {
    const link = /runbook: (\S+)/.exec(text)?.[1];
    if (link) assertEquals(link, `docs/runbook.md#${name.toLowerCase()}`);
  }
});

Deno.test("every alert has a case in which it fires and one in which it stays silent", () => {
  const cases = flowCases + lossCases + processCases;
  const checked = (outcome: string) =>
    [...cases.matchAll(new RegExp(`alertname: (\\w+)\\n +exp_alerts:${outcome}\\n`, "g"))]
      .map(([, name]) => name!);
  assertEquals(names.filter((name) => !checked("").includes(name)), [], "never fires");
  assertEquals(names.filter((name) => !checked(" \\[\\]").includes(name)), [], "never silent");
});

Deno.test("routes and inhibitions are the same for every receiver, and name existing alerts", () => {
  const [first, ...others] = [none, pagerduty, opsgenie].map(routing);
  for (const other of others) assertEquals(other, first);
  for (const name of alertsIn(first!)) assert(names.includes(name), `there is no alert ${name}`);
});

/** The configuration between the heading comment and the receivers. */
function routing(configuration: string): string {
  return configuration.slice(configuration.indexOf("\n"), configuration.indexOf("\nreceivers:"));
}

function alertsIn(routes: string): string[] {
  return [...routes.matchAll(/alertname=~?"LoginPipeline\(?([\w|]+)/g)]
    .flatMap(([, ends]) => ends!.split("|")).map((end) => `LoginPipeline${end}`);
}
