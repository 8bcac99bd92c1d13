import { chartLibrary } from "./chart_library.ts";
import { problemResponse } from "./problem.ts";

const types: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
};

const fileName = /^[A-Za-z0-9][\w-]*(?:\.[\w-]+)*\.([a-z0-9]+)$/;

/** Responds with a file of the page, from its folder or its chart library only. */
export async function pageFile(name: string): Promise<Response> {
  const type = types[fileName.exec(name)?.[1] ?? ""];
  const body = type === undefined ? null : chartLibrary.get(name) ?? await read(name);
  if (body === null) {
    const detail = "The page has no file with this name.";
    return problemResponse({ status: 404, title: "Not found", detail });
  }
  return new Response(body, { headers: { "content-type": type! } });
}

async function read(name: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return await Deno.readFile(new URL(`./page/${name}`, import.meta.url));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
