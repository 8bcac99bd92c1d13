import dashboardFile from "../../deploy/monitoring/grafana/dashboards/login-pipeline.json" with {
  type: "json",
};
import alertFile from "../../deploy/monitoring/prometheus/rules/alerts.yml" with { type: "text" };
import recordingFile from "../../deploy/monitoring/prometheus/rules/recording.yml" with {
  type: "text",
};
import { type Rule, rulesOf } from "./rule_file.ts";

/** A panel or row of the dashboard, with the fields that tests read. */
export interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly datasource?: { readonly uid: string };
  readonly gridPos: {
    readonly x: number;
    readonly y: number;
    readonly w: number;
    readonly h: number;
  };
  readonly targets?: readonly {
    readonly expr: string;
    readonly datasource: { readonly uid: string };
  }[];
}

/** The panels and rows of the dashboard, in order. */
export const panels: readonly Panel[] = dashboardFile.panels;

/** The recording rules. */
export const recordingRules: readonly Rule[] = rulesOf(recordingFile);

/** The alert rules. */
export const alertRules: readonly Rule[] = rulesOf(alertFile);

/** An expression and its location. */
export interface Placed {
  readonly where: string;
  readonly expression: string;
}

/** Every expression of the dashboard, with ranges instead of Grafana's variables. */
export function dashboardExpressions(): Placed[] {
  const ofPanels = panels.flatMap(({ title, targets }) =>
    (targets ?? []).map(({ expr }) => ({ where: `the panel "${title}"`, expression: expr }))
  );
  const ofAnnotations = dashboardFile.annotations.list
    .map(({ name, expr }) => ({ where: `the annotation "${name}"`, expression: expr }));
  return [...ofPanels, ...ofAnnotations].map(({ where, expression }) => ({
    where,
    expression: expression.replaceAll("$__rate_interval", "5m").replaceAll("$__range", "1h"),
  }));
}

/** Every expression of the monitoring kit. */
export function allExpressions(): Placed[] {
  const ofRules = [...recordingRules, ...alertRules]
    .map(({ name, expression }) => ({ where: `the rule ${name}`, expression }));
  return [...ofRules, ...dashboardExpressions()];
}
