import { assertEquals } from "@std/assert";
import { javaVersion } from "../../../src/stack/java.ts";

Deno.test("javaVersion() reads the feature release of every style of version", () => {
  const versions: readonly (readonly [text: string, release: number])[] = [
    ['openjdk version "17.0.15" 2025-04-15\nOpenJDK Runtime Environment', 17],
    ['openjdk version "25" 2025-09-16', 25],
    ['java version "1.8.0_392"', 8],
    ['openjdk version "22-ea" 2024-03-19', 22],
    ['Picked up JAVA_TOOL_OPTIONS: -Xmx1g\nopenjdk version "21.0.2" 2024-01-16', 21],
  ];
  for (const [text, release] of versions) assertEquals(javaVersion(text), release, text);
});

Deno.test("javaVersion() is null for text without a version", () => {
  assertEquals(javaVersion("The operation couldn't be completed."), null);
});
