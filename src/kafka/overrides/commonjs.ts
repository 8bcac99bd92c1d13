import Module, { createRequire } from "node:module";
import { FatalError } from "../../errors.ts";

/** The part of node:module's loader that decides what a later `require` gets. */
interface CommonJsLoader {
  new (path: string): { filename: string; loaded: boolean; exports: unknown };
  readonly _cache: Record<string, unknown>;
}

const loader = Module as unknown as CommonJsLoader;

/** The exports of a module of kafkajs that its typings do not show, such as `kafkajs/src/env.js`. */
export function internal<T>(path: string): T {
  return createRequire(import.meta.url)(path) as T;
}

/**
 * Makes every later `require` of the module at `path` give `replacement`.
 *
 * A module that somebody has loaded already lives on in whoever holds its exports: half of kafkajs
 * would run on the original. Nothing is replaced then, and the error says so.
 */
export function replaceModule(path: string, replacement: unknown): void {
  const filename = resolve(path);
  if (loader._cache[filename] !== undefined) {
    throw new FatalError(
      `Cannot correct ${path} as it is loaded already`,
      "load kafkajs only through loadKafkajs() of src/kafka/kafkajs.ts, never by an import of its own",
    );
  }
  const module = new loader(filename);
  module.filename = filename;
  module.loaded = true;
  module.exports = replacement;
  loader._cache[filename] = module;
}

function resolve(path: string): string {
  try {
    return createRequire(import.meta.url).resolve(path);
  } catch {
    throw new FatalError(
      `Cannot correct ${path} as kafkajs has no such file`,
      "run with the version of kafkajs that deno.json pins",
    );
  }
}
