import { projectPath } from "../project_path.ts";
import { isReference } from "../reference.ts";

/** Rejects code in the pipeline that could give different results for the same batch. */
export const purePipeline: Deno.lint.Rule = {
  create(context) {
    if (!projectPath(context.filename).startsWith("src/pipeline/")) return {};
    const refuse = (node: Deno.lint.Node, what: string, reason: string) =>
      context.report({ node, message: `no ${what} in the pipeline, because ${reason}` });
    const refuseAsync = (node: Deno.lint.Node & { async: boolean }) => {
      if (node.async) refuse(node, "async function", waiting);
    };
    return {
      Identifier(node) {
        const reason = impureGlobals.get(node.name);
        if (reason && isReference(node)) refuse(node, node.name, reason);
      },
      MemberExpression(node) {
        const name = context.sourceCode.getText(node);
        const reason = impureMembers.get(name);
        if (reason) refuse(node, name, reason);
      },
      CallExpression(node) {
        if (isDate(node.callee)) refuse(node, "Date()", clock);
      },
      NewExpression(node) {
        if (isDate(node.callee) && node.arguments.length === 0) refuse(node, "new Date()", clock);
      },
      FunctionDeclaration: refuseAsync,
      FunctionExpression: refuseAsync,
      ArrowFunctionExpression: refuseAsync,
      AwaitExpression: (node) => refuse(node, "await", waiting),
      ForOfStatement(node) {
        if (node.await) refuse(node, "for await", waiting);
      },
    };
  },
};

const waiting = "asynchronous code could interleave with another batch of the same task";
const clock = "a replayed batch must give the same outputs; time comes from the records";
const chance = "a replayed batch must give the same outputs";
const outside = "it only turns bytes into bytes; the code around it does all I/O";

const impureGlobals: ReadonlyMap<string, string> = new Map([
  ["Deno", outside],
  ["process", outside],
  ["globalThis", outside],
  ["fetch", outside],
  ["WebSocket", outside],
  ["Worker", outside],
  ["console", "it returns facts, and the observer logs them"],
  ["crypto", "it is either random or asynchronous"],
  ["performance", clock],
  ["Promise", waiting],
  ["queueMicrotask", waiting],
  ["setInterval", waiting],
  ["setTimeout", waiting],
]);

const impureMembers: ReadonlyMap<string, string> = new Map([
  ["Date.now", clock],
  ["Temporal.Now", clock],
  ["Math.random", chance],
]);

function isDate(callee: Deno.lint.Node): boolean {
  return callee.type === "Identifier" && callee.name === "Date";
}
