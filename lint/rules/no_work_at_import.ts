import { projectPath } from "../project_path.ts";

const reason = "importing a module must have no cost and no side effects";

/** Rejects code that runs when a module is imported, except for building plain values. */
export const noWorkAtImport: Deno.lint.Rule = {
  create(context) {
    const path = projectPath(context.filename);
    if (!path.startsWith("src/")) return {};
    const report = (node: Deno.lint.Node, what: string) =>
      context.report({ node, message: `no ${what} at the top level, because ${reason}`, hint });
    const checkCall = (node: Deno.lint.CallExpression | Deno.lint.NewExpression) => {
      const callee = context.sourceCode.getText(node.callee).replaceAll(/\s+/g, " ");
      if (plainValues.has(callee) || table.test(path) || !runsAtImport(node, context)) return;
      report(node, `call of ${callee}`);
    };
    return {
      Program(node) {
        for (const statement of node.body) {
          if (isDeclaration(statement)) continue;
          if (entry.test(path) && isMainGuard(statement, context)) continue;
          if (pageEntry.test(path) && isStart(statement)) continue;
          report(statement, "statement that runs");
        }
      },
      AwaitExpression(node) {
        if (runsAtImport(node, context)) report(node, "await");
      },
      CallExpression: checkCall,
      NewExpression: checkCall,
    };
  },
};

/** Files that may run as a program, inside `if (import.meta.main)`. */
const entry = /^src\/(main|processor\/worker|commands\/(dlq\/)?\w+)\.ts$/;
/** Files that a browser runs by loading them, without such a guard. */
const pageEntry = /^src\/web\/page\/(main|theme)\.js$/;
/** Files that are tables of settings, options, or schemas, whose rows are built by calls. */
const table = /^src\/(settings\/\w+|contract\/\w+|commands\/(dlq\/)?\w+)\.ts$/;

/** Functions that only build a value from their arguments. */
const plainValues: ReadonlySet<string> = new Set([
  "BigInt",
  "Intl.DateTimeFormat",
  "Intl.NumberFormat",
  "Map",
  "Object.entries",
  "Object.freeze",
  "Object.fromEntries",
  "Object.keys",
  "Object.values",
  "RegExp",
  "Set",
  "Symbol",
  "Symbol.for",
  "TextDecoder",
  "TextEncoder",
  "URL",
  "Uint8Array",
  "WeakMap",
  "WeakSet",
]);

const hint =
  "move it into a function; besides plain values, only tables of settings, schemas, and options " +
  "(src/settings/, src/contract/, src/commands/) are built by calls, and entry files " +
  "(src/main.ts, src/commands/) run under if (import.meta.main)";

function isDeclaration({ type }: Deno.lint.Node): boolean {
  return /^(Import|Export|TS|Function|Class|Variable)/.test(type);
}

function isMainGuard(statement: Deno.lint.Statement, context: Deno.lint.RuleContext): boolean {
  return statement.type === "IfStatement" &&
    context.sourceCode.getText(statement.test) === "import.meta.main";
}

/** Whether a statement is nothing but a call of one function without arguments. */
function isStart(statement: Deno.lint.Statement): boolean {
  if (statement.type !== "ExpressionStatement") return false;
  const { expression: call } = statement;
  return call.type === "CallExpression" && call.callee.type === "Identifier" &&
    call.arguments.length === 0;
}

/** Whether a node belongs to a top-level declaration and to no function that has to be called. */
function runsAtImport(node: Deno.lint.Node, context: Deno.lint.RuleContext): boolean {
  const [, statement, ...inner] = context.sourceCode.getAncestors(node);
  return statement !== undefined && isDeclaration(statement) &&
    ![statement, ...inner].some(isCalledLater);
}

function isCalledLater(node: Deno.lint.Node): boolean {
  if (node.type === "PropertyDefinition") return !node.static;
  return /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type);
}
