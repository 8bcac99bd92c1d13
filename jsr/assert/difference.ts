import { inspect } from "./inspect.ts";

/** Above this many table cells the whole changed part is shown instead of the shortest edit. */
const MAX_CELLS = 4_000_000;

/** Renders two values as one text: `-` lines are only in actual, `+` lines only in expected. */
export function describeDifference(actual: unknown, expected: unknown): string {
  const bothStrings = typeof actual === "string" && typeof expected === "string";
  const toLines = bothStrings ? stringLines : valueLines;
  const edits = diffLines(toLines(actual), toLines(expected));
  return ["", "", "    [Diff] Actual / Expected", "", "", ...edits, ""].join("\n");
}

function valueLines(value: unknown): readonly string[] {
  return inspect(value).split("\n");
}

function stringLines(value: unknown): readonly string[] {
  return String(value).split(/(?<=\n)/).map((line) => JSON.stringify(line).slice(1, -1));
}

function diffLines(actual: readonly string[], expected: readonly string[]): readonly string[] {
  const shorter = Math.min(actual.length, expected.length);
  let head = 0;
  while (head < shorter && actual[head] === expected[head]) head++;
  let tail = 0;
  while (tail < shorter - head && actual.at(-1 - tail) === expected.at(-1 - tail)) tail++;
  return [
    ...mark("    ", actual.slice(0, head)),
    ...shortestEdit(
      actual.slice(head, actual.length - tail),
      expected.slice(head, expected.length - tail),
    ),
    ...mark("    ", actual.slice(actual.length - tail)),
  ];
}

function mark(sign: string, lines: readonly string[]): readonly string[] {
  return lines.map((line) => sign + line);
}

/** Lists the edit that keeps a longest common subsequence (the textbook dynamic program). */
function shortestEdit(actual: readonly string[], expected: readonly string[]): readonly string[] {
  if (actual.length * expected.length > MAX_CELLS) {
    return [...mark("-   ", actual), ...mark("+   ", expected)];
  }
  const width = expected.length + 1;
  const common = commonLengths(actual, expected);
  const edits: string[] = [];
  let i = 0;
  let j = 0;
  while (i < actual.length && j < expected.length) {
    if (actual[i] === expected[j]) {
      edits.push(`    ${actual[i++]}`);
      j++;
    } else if (common[(i + 1) * width + j]! >= common[i * width + j + 1]!) {
      edits.push(`-   ${actual[i++]}`);
    } else {
      edits.push(`+   ${expected[j++]}`);
    }
  }
  return [...edits, ...mark("-   ", actual.slice(i)), ...mark("+   ", expected.slice(j))];
}

/** Cell `i * (expected.length + 1) + j`: how many lines `actual[i..]` and `expected[j..]` share. */
function commonLengths(actual: readonly string[], expected: readonly string[]): Uint32Array {
  const width = expected.length + 1;
  const lengths = new Uint32Array((actual.length + 1) * width);
  for (let i = actual.length - 1; i >= 0; i--) {
    for (let j = expected.length - 1; j >= 0; j--) {
      lengths[i * width + j] = actual[i] === expected[j]
        ? lengths[(i + 1) * width + j + 1]! + 1
        : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!);
    }
  }
  return lengths;
}
