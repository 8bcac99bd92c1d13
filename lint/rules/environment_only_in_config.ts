import { projectPath } from "../project_path.ts";

const message =
  "read the environment only in src/settings/config.ts, because a setting that is read elsewhere " +
  "has no default, no validation and no documentation";

/** Rejects reading environment variables outside of the settings and the tests. */
export const environmentOnlyInConfig: Deno.lint.Rule = {
  create(context) {
    const path = projectPath(context.filename);
    if (path === "src/settings/config.ts" || path.startsWith("tests/")) return {};
    return {
      MemberExpression(node) {
        if (nameOf(node.property) === "env" && isHost(node.object)) {
          context.report({ node, message });
        }
      },
      VariableDeclarator(node) {
        const { id, init } = node;
        if (id.type !== "ObjectPattern" || !init || !isHost(init)) return;
        if (id.properties.some((part) => part.type === "Property" && nameOf(part.key) === "env")) {
          context.report({ node, message });
        }
      },
      ImportSpecifier(node) {
        const { parent, imported } = node;
        if (!("source" in parent) || !/^(node:)?process$/.test(String(parent.source?.value))) {
          return;
        }
        if (nameOf(imported) === "env") context.report({ node, message });
      },
    };
  },
};

/** Whether this is `Deno` or `process`, by itself or as a member such as `globalThis.Deno`. */
function isHost(node: Deno.lint.Node): boolean {
  const name = nameOf(node.type === "MemberExpression" ? node.property : node);
  return name === "Deno" || name === "process";
}

function nameOf(node: Deno.lint.Node): string | null {
  if (node.type === "Identifier") return node.name;
  return node.type === "Literal" && typeof node.value === "string" ? node.value : null;
}
