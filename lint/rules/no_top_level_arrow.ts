import { isRuled, projectPath } from "../project_path.ts";

/** Rejects functions in top-level variables. */
export const noTopLevelArrow: Deno.lint.Rule = {
  create(context) {
    if (!isRuled(projectPath(context.filename))) return {};
    return {
      VariableDeclarator(node) {
        if (!isTopLevel(node) || !node.init || !isFunction(node.init)) return;
        context.report({
          node,
          message:
            `write ${context.sourceCode.getText(node.id)} as a function declaration, which ` +
            "can be in any order and shows its name first; use arrow functions only as closures",
        });
      },
    };
  },
};

function isTopLevel({ parent }: Deno.lint.VariableDeclarator): boolean {
  const holder = parent.parent;
  return holder.type === "Program" || holder.type === "ExportNamedDeclaration";
}

function isFunction(node: Deno.lint.Node): boolean {
  if (node.type === "TSAsExpression" || node.type === "TSSatisfiesExpression") {
    return isFunction(node.expression);
  }
  return node.type === "ArrowFunctionExpression" || node.type === "FunctionExpression";
}
