import { assertEquals, assertGreaterOrEqual, assertMatch } from "@std/assert";
import { Pace, type PaceSettings } from "../../../src/terminal/pace.ts";
import { Progress } from "../../../src/terminal/progress.ts";

function paced(settings: PaceSettings) {
  const lines: string[] = [];
  const progress = new Progress("sent", "logins", (line) => lines.push(line));
  return { pace: new Pace(settings, progress), progress, lines };
}

async function portions(
  { pace, progress }: ReturnType<typeof paced>,
  portion: number,
): Promise<number[]> {
  const sizes: number[] = [];
  for (let size = await pace.next(portion); size > 0; size = await pace.next(portion)) {
    sizes.push(size);
    progress.add(size);
  }
  return sizes;
}

Deno.test("paced work without a rate comes in full portions up to its end", async () => {
  assertEquals(await portions(paced({ count: 25, rate: 0 }), 10), [10, 10, 5]);
});

Deno.test("paced work without an end never ends", async () => {
  const { pace, progress } = paced({ count: 0, rate: 0 });
  for (let i = 0; i < 3; i++) {
    assertEquals(await pace.next(10), 10);
    progress.add(10);
  }
});

Deno.test("paced work with a rate comes in portions of a twentieth of a second, with pauses", async () => {
  const startMs = performance.now();
  assertEquals(await portions(paced({ count: 30, rate: 200 }), 1_000), [10, 10, 10]);
  assertGreaterOrEqual(performance.now() - startMs, 95);
});

Deno.test("paced work below twenty a second comes one at a time", async () => {
  assertEquals(await paced({ count: 0, rate: 1 }).pace.next(1_000), 1);
});

Deno.test("paced work reports what was done and how fast at the end", async () => {
  const work = paced({ count: 20, rate: 0 });
  const { progress, lines } = work;
  await portions(work, 10);
  assertEquals(lines, []);
  progress.finish();
  assertMatch(lines.join(), /^sent 20 logins in \d+\.\d s \(\d+\/s\)$/);
});
