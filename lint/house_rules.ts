import { environmentOnlyInConfig } from "./rules/environment_only_in_config.ts";
import { fileLength } from "./rules/file_length.ts";
import { importDirection } from "./rules/import_direction.ts";
import { noDrawerNames } from "./rules/no_drawer_names.ts";
import { noTopLevelArrow } from "./rules/no_top_level_arrow.ts";
import { noWorkAtImport } from "./rules/no_work_at_import.ts";
import { purePipeline } from "./rules/pure_pipeline.ts";

/** The rules of this project that `deno lint` does not know by itself. */
const plugin: Deno.lint.Plugin = {
  name: "house",
  rules: {
    "environment-only-in-config": environmentOnlyInConfig,
    "file-length": fileLength,
    "import-direction": importDirection,
    "no-drawer-names": noDrawerNames,
    "no-top-level-arrow": noTopLevelArrow,
    "no-work-at-import": noWorkAtImport,
    "pure-pipeline": purePipeline,
  },
};
export default plugin;
