import { roomOf, rooms } from "../../lint/rooms/rooms.ts";
import { aclParts } from "./acl_parts.ts";
import { designParts } from "./design_parts.ts";
import type { GeneratedPart } from "./generated_part.ts";
import type { Import } from "./imports.ts";
import { operateParts } from "./operate_parts.ts";
import {
  causeParts,
  commandParts,
  consumeParts,
  type Example,
  settingsParts,
  type Tasks,
} from "./parts.ts";
import { performanceParts } from "./performance_parts.ts";
import { performancePlots } from "./performance_plots.ts";
import { reliabilityParts } from "./reliability_parts.ts";
import { roomArrows } from "./room_arrows.ts";
import { roomsDrawing } from "./rooms_drawing.ts";
import { scaleParts } from "./scale_parts.ts";

/** The sources of the documents. */
export interface Sources {
  readonly tasks: Tasks;
  readonly examples: readonly Example[];
  /** Paths of the source files, and the imports between them. */
  readonly files: readonly string[];
  readonly imports: readonly Import[];
  /** Figures of the last recorded runs. */
  readonly performance: Parameters<typeof performanceParts>[0];
  readonly model: Parameters<typeof scaleParts>[0];
  readonly faults: Parameters<typeof reliabilityParts>[0];
  readonly mutations: Parameters<typeof reliabilityParts>[1];
  readonly versions: Parameters<typeof operateParts>[0];
  readonly rolling: Parameters<typeof operateParts>[1];
}

/** The generated parts by document. */
export function generatedParts(sources: Sources): Record<string, readonly GeneratedPart[]> {
  return {
    "docs/consume.md": consumeParts(sources.examples),
    "docs/commands.md": commandParts(sources.tasks),
    "docs/settings.md": settingsParts(),
    "docs/operate.md": [...causeParts(), ...operateParts(sources.versions, sources.rolling)],
    "docs/acl.md": aclParts(),
    "docs/design.md": designParts(rooms, sources.files, roomOf),
    "docs/reliability.md": reliabilityParts(sources.faults, sources.mutations),
    "docs/performance.md": performanceParts(sources.performance),
    "docs/scale.md": scaleParts(sources.model),
  };
}

/** The pictures by path, as SVG. */
export function pictures({ performance, imports }: Sources): Record<string, string> {
  const order = rooms.map(({ path }) => path);
  const plots = Object.entries(performancePlots(performance))
    .map(([name, plot]) => [`docs/${name}`, plot]);
  const drawing = roomsDrawing(order, roomArrows(imports, order, roomOf));
  return { ...Object.fromEntries(plots), "docs/images/rooms.svg": drawing };
}
