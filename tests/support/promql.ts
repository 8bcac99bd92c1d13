/** A metric in a PromQL expression, with the labels that select it. */
export interface Selector {
  readonly metric: string;
  readonly matchers: readonly Matcher[];
}

/** One condition of a selector, such as `stage="enrich"`. */
export interface Matcher {
  readonly label: string;
  readonly operator: string;
  readonly value: string;
}

/** The metrics of an expression, and the labels by which it groups and joins. */
export interface Asked {
  readonly selectors: readonly Selector[];
  readonly labels: readonly string[];
}

const grouping = /\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)/g;
const name = /([A-Za-z_:][\w:]*)\s*(?:\{([^}]*)\})?(?!\s*\(|[\w:])/g;
const matcher = /(\w+)\s*(=~|!~|!=|=)\s*"([^"]*)"/g;
const operators = new Set(["and", "or", "unless", "bool", "offset", "inf", "nan"]);
const aggregation = /\b(?:sum|min|max|avg|count|topk|bottomk)$/;

/** Parses the metrics and labels of an expression; promtool checks whether it is valid. */
export function askedBy(expression: string): Asked {
  const labels = [...expression.matchAll(grouping)]
    .flatMap(([, list]) => list!.split(",").map((label) => label.trim()))
    .filter((label) => label !== "");
  const rest = expression.replaceAll(grouping, " ").replaceAll(/\[[^\]]*\]/g, " ");
  const selectors = [...rest.matchAll(name)]
    .filter(([, metric]) => !operators.has(metric!.toLowerCase()) && !aggregation.test(metric!))
    .map(([, metric, inBraces]) => ({ metric: metric!, matchers: matchersOf(inBraces ?? "") }));
  return { selectors, labels };
}

function matchersOf(inBraces: string): Matcher[] {
  return [...inBraces.matchAll(matcher)]
    .map(([, label, operator, value]) => ({ label: label!, operator: operator!, value: value! }));
}
