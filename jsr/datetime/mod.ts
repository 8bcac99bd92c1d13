/** The part of `@std/datetime` that this project uses. */
export { format, type FormatOptions } from "./format.ts";
