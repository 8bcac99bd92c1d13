import { assertEquals, assertStringIncludes } from "@std/assert";
import { downloadProgress, mavenError } from "../../../src/stack/maven.ts";

Deno.test("Maven's progress counts the files and names the current one", () => {
  const log = `[INFO] Downloading from central: https://repository.example/a/a-1.pom
[INFO] Downloaded from central: https://repository.example/a/a-1.pom (1 kB at 2 kB/s)
[INFO] Downloading from central: https://repository.example/a/a-1.jar
`;
  assertEquals(downloadProgress(log), "downloading: 1 files so far, now a-1.jar");
});

Deno.test("Maven's progress says that the first download has not started", () => {
  assertEquals(downloadProgress("[INFO] Building stack 1\n"), "downloading: Maven is starting");
});

Deno.test("a missing Maven differs from a failed one", () => {
  const error = mavenError(127, "maven.log", "sh: 2: exec: mvn: not found\n");
  assertStringIncludes(error.message, "no mvn on the PATH");
  assertStringIncludes(error.action, "install Maven");
});

Deno.test("a failed download shows Maven's first error and where the rest is", () => {
  const log = "[INFO] BUILD FAILURE\n[ERROR] \n[ERROR] no route to host\n[ERROR] run with -X\n";
  const { message } = mavenError(1, "maven.log", log);
  assertStringIncludes(message, "maven.log");
  assertStringIncludes(message, "[ERROR] no route to host");
  assertEquals(message.includes("-X"), false);
});

Deno.test("a failure that Maven does not explain shows the end of its log", () => {
  assertStringIncludes(mavenError(137, "maven.log", "[INFO] Scanning\n").message, "Scanning");
});
