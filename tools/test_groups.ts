/** The folders of pure tests: no permissions, no Kafka, no browser. */
const directories = ["jsr", "tests/hostile", "tests/property", "tests/unit"];

/** Two levels below the root, in `.stack`; deno.json lets `deno test` run these files. */
const target = ".stack/tests";

/**
 * Writes modules that import all pure tests, and returns their paths. `deno test` gives each module
 * its own isolate, and loading the same sources into 260 isolates takes four fifths of the time.
 */
export async function writeTestGroups(count: number): Promise<string[]> {
  const files = (await Promise.all(directories.map(testFilesIn))).flat();
  await Deno.mkdir(target, { recursive: true });
  return await Promise.all(
    testGroups(files, count).map(async (group, index) => {
      const path = `${target}/pure_${index + 1}.ts`;
      await Deno.writeTextFile(path, group.map((file) => `import "../../${file}";\n`).join(""));
      return path;
    }),
  );
}

/** Deals files to groups in turn, so that no group gets all files of a slow folder. */
export function testGroups(files: readonly string[], count: number): string[][] {
  const groups = Map.groupBy(files.toSorted().entries(), ([index]) => index % count);
  return [...groups.values()].map((group) => group.map(([, file]) => file));
}

async function testFilesIn(directory: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(directory)) {
    const path = `${directory}/${name}`;
    if (isDirectory) found.push(...await testFilesIn(path));
    else if (name.endsWith("_test.ts")) found.push(path);
  }
  return found;
}
