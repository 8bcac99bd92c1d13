import { assertEquals, assertGreaterOrEqual, assertMatch } from "@std/assert";
import { Pace, type PaceSettings } from "../../../src/terminal/pace.ts";

function paced(settings: PaceSettings) {
  const lines: string[] = [];
  const pace = new Pace("sent", "logins", settings, (line) => lines.push(line));
  return { pace, lines };
}

async function portions(pace: Pace, portion: number): Promise<number[]> {
  const sizes: number[] = [];
  for (let size = await pace.next(portion); size > 0; size = await pace.next(portion)) {
    sizes.push(size);
    pace.add(size);
  }
  return sizes;
}

Deno.test("work without a rate comes in whole portions, and no more than there is", async () => {
  assertEquals(await portions(paced({ count: 25, rate: 0 }).pace, 10), [10, 10, 5]);
});

Deno.test("work without an end never ends", async () => {
  const { pace } = paced({ count: 0, rate: 0 });
  for (let i = 0; i < 3; i++) {
    assertEquals(await pace.next(10), 10);
    pace.add(10);
  }
});

Deno.test("paced work with a rate comes in portions of a twentieth of a second, with pauses", async () => {
  const startMs = performance.now();
  assertEquals(await portions(paced({ count: 30, rate: 200 }).pace, 1_000), [10, 10, 10]);
  assertGreaterOrEqual(performance.now() - startMs, 95);
});

Deno.test("paced work below twenty a second comes one at a time", async () => {
  assertEquals(await paced({ count: 0, rate: 1 }).pace.next(1_000), 1);
});

Deno.test("the end is reported with what was done and how fast", async () => {
  const { pace, lines } = paced({ count: 20, rate: 0 });
  await portions(pace, 10);
  assertEquals(lines, []);
  pace.finish();
  assertMatch(lines.join(), /^sent 20 logins in \d+\.\d s \(\d+\/s\)$/);
});
