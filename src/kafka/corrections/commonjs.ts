import Module, { createRequire } from "node:module";
import { FatalError } from "../../errors.ts";

/** The part of node:module's loader that decides what a later `require` returns. */
interface CommonJsLoader {
  new (path: string): { filename: string; loaded: boolean; exports: unknown };
  readonly _cache: Record<string, unknown>;
}

const loader = Module as unknown as CommonJsLoader;

/** The exports of an internal kafkajs module, such as `kafkajs/src/env.js`. */
export function internal<T>(path: string): T {
  return createRequire(import.meta.url)(path) as T;
}

/**
 * Throws unless the module at `path` exists and has not been loaded yet.
 *
 * Modules that have already required it keep the original. One half of kafkajs would run on the
 * original, and the other half on its replacement.
 */
export function verifyReplaceable(path: string): void {
  if (loader._cache[resolve(path)] === undefined) return;
  throw new FatalError(
    `Cannot correct ${path}: it is already loaded`,
    "load kafkajs only through loadKafkajs() of src/kafka/kafkajs.ts, never with an import",
  );
}

/** Makes every later `require` of the module at `path` return `replacement`. */
export function replaceModule(path: string, replacement: unknown): void {
  const filename = resolve(path);
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
      `Cannot correct ${path}: kafkajs has no such file`,
      "run with the version of kafkajs that deno.json pins",
    );
  }
}
