import { isRuled, projectPath } from "../project_path.ts";

const drawer = /^(utils?|helpers?|common|shared|managers?|types|misc|impl|index)$/;
const drawerEnding = /_(utils?|helpers?|manager|misc|impl)$/;

/** Rejects names of files and folders that would fit any content. */
export const noDrawerNames: Deno.lint.Rule = {
  create(context) {
    const path = projectPath(context.filename);
    if (!isRuled(path)) return {};
    const names = path.replace(/\.[^/]*$/, "").split("/");
    const found = names.find((name) => drawer.test(name) || drawerEnding.test(name));
    if (found === undefined) return {};
    const message = `"${found}" would fit any content: ` +
      "name the file after its main export";
    return { Program: (node) => context.report({ node, message }) };
  },
};
