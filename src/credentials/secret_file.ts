/** The secret in a file, without a trailing newline. Throws if it is empty. */
export function secretIn(path: string): string {
  const text = Deno.readTextFileSync(path).replace(/\r?\n$/, "");
  if (text === "") throw new Error("it is empty");
  return text;
}
