import { assertEquals, assertThrows } from "@std/assert";
import { FatalError } from "../../../../src/errors.ts";
import { roomArrows } from "../../../../tools/docs/room_arrows.ts";

const order = ["src/web/", "src/pipeline/", "src/errors.ts"];

function roomOf(file: string): { readonly path: string } | null {
  const path = order.find((room) => file.startsWith(room));
  return path === undefined ? null : { path };
}

function arrows(...imports: readonly (readonly [from: string, to: string, isType?: true])[]) {
  const listed = imports.map(([from, to, isType = false]) => ({ from, to, isType }));
  return roomArrows(listed, order, roomOf);
}

Deno.test("roomArrows() has each pair of rooms once, and no imports within a room or from outside", () => {
  const found = arrows(
    ["src/web/a.ts", "src/pipeline/b.ts"],
    ["src/web/c.ts", "src/pipeline/d.ts"],
    ["src/web/a.ts", "src/web/c.ts"],
    ["src/pipeline/d.ts", "schemas/login.avsc"],
  );
  assertEquals(found, [{ from: "src/web/", to: "src/pipeline/", isType: false }]);
});

Deno.test("roomArrows() marks a pair with type imports only", () => {
  const type = ["src/web/a.ts", "src/pipeline/b.ts", true] as const;
  const value = ["src/web/a.ts", "src/pipeline/c.ts"] as const;
  assertEquals(arrows(type, type).map(({ isType }) => isType), [true]);
  assertEquals(arrows(type, value).map(({ isType }) => isType), [false]);
  assertEquals(arrows(value, type).map(({ isType }) => isType), [false]);
});

Deno.test("roomArrows() refuses an import of a room above, even of its types", () => {
  assertThrows(
    () => arrows(["src/pipeline/b.ts", "src/web/a.ts", true]),
    FatalError,
    "Rooms import rooms that stand above them: src/pipeline/ → src/web/",
  );
});

Deno.test("roomArrows() refuses a circle of files in src, even within a room", () => {
  assertThrows(
    () => arrows(["src/web/a.ts", "src/web/b.ts"], ["src/web/b.ts", "src/web/a.ts"]),
    FatalError,
    "Files import each other in a circle: src/web/a.ts → src/web/b.ts → src/web/a.ts",
  );
});
