import { homes } from "../homes.ts";
import { importedPath, isRuled, projectPath } from "../project_path.ts";
import type { Room } from "../rooms/room.ts";
import { isWithin, roomOf } from "../rooms/rooms.ts";

/** Rejects an import that is not listed for the importing file's room. */
export const importDirection: Deno.lint.Rule = {
  create(context) {
    const path = projectPath(context.filename);
    if (!isRuled(path)) return {};
    const room = roomOf(path);
    if (!room) return { Program: (node) => context.report({ node, message: noRoom(path) }) };
    const check = (node: Deno.lint.Node, specifier: string, isType: boolean) => {
      const message = refusal(room, path, specifier, isType);
      if (message) context.report({ node, message, hint: whatIsAllowed(room) });
    };
    return {
      ImportDeclaration: (node) => check(node, node.source.value, importsTypesOnly(node)),
      ExportAllDeclaration: (node) => check(node, node.source.value, node.exportKind === "type"),
      ExportNamedDeclaration(node) {
        if (node.source) check(node, node.source.value, node.exportKind === "type");
      },
      ImportExpression(node) {
        const { source } = node;
        if (source.type === "Literal" && typeof source.value === "string") {
          check(node, source.value, false);
        } else {
          context.report({ node, message: computedImport });
        }
      },
      TSImportType(node) {
        const { argument } = node;
        if (argument.type === "TSLiteralType" && argument.literal.type === "Literal") {
          check(node, String(argument.literal.value), true);
        }
      },
    };
  },
};

const computedImport = "use a plain string in import(): a computed one cannot be checked";

function noRoom(path: string): string {
  return `${path} is in no room: add its folder to lint/rooms/, with what it may import`;
}

function whatIsAllowed(room: Room): string {
  const types = room.importsTypesOf?.map((path) => `types of ${path}`) ?? [];
  return `${room.path} imports only: ${[...room.imports, ...types].join(", ") || "nothing"}`;
}

function refusal(room: Room, path: string, specifier: string, isType: boolean): string | null {
  const target = targetOf(path, specifier);
  const home = homes.find((candidate) => candidate.package === target);
  if (home && !home.paths.some((place) => isWithin(path, place))) {
    return `"${specifier}" may only be imported in ${
      home.paths.join(", ")
    }, because ${home.reason}`;
  }
  const allowed = isType ? [...room.imports, ...room.importsTypesOf ?? []] : room.imports;
  if (roomOf(target) === room || allowed.some((entry) => isAllowedBy(entry, target))) return null;
  return `${path} may not import "${specifier}", because ${room.reason}`;
}

/** A path from the root, a module of Node, or a package name without version and subpath. */
function targetOf(path: string, specifier: string): string {
  if (/^\.{0,2}\/|^file:/.test(specifier)) return importedPath(path, specifier);
  return specifier.match(/^(?:npm:|jsr:)?\/?((?:@[^/]+\/)?[^/@:]+)(?=[/@]|$)/)?.[1] ?? specifier;
}

function isAllowedBy(entry: string, target: string): boolean {
  if (entry === "*") return /^(@[^/]+\/)?[^/:]+$/.test(target);
  return entry === "node:" ? target.startsWith(entry) : isWithin(target, entry);
}

function importsTypesOnly({ importKind, specifiers }: Deno.lint.ImportDeclaration): boolean {
  return importKind === "type" || specifiers.length > 0 &&
      specifiers.every((part) => part.type === "ImportSpecifier" && part.importKind === "type");
}
