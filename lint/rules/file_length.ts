import { projectPath } from "../project_path.ts";

const maxLines = 250;

/** Rejects files that are too long. */
export const fileLength: Deno.lint.Rule = {
  create(context) {
    if (!/^(src|bench|lint|tests)\//.test(projectPath(context.filename))) return {};
    return {
      Program() {
        const { text } = context.sourceCode;
        const lines = text.replace(/\n$/, "").split("\n");
        if (lines.length <= maxLines) return;
        const start = lines.slice(0, maxLines).join("\n").length + 1;
        context.report({
          range: [start, text.length],
          message: `${lines.length} lines are more than ${maxLines}: the file does more than one ` +
            "thing, so move the second one to a file of its own",
        });
      },
    };
  },
};
