import { assertEquals, assertRejects } from "@std/assert";
import { Budget } from "../../../src/runner/budget.ts";

/** Work that lasts until it is ended. */
function lasting(budget: Budget, amount: number) {
  const end = Promise.withResolvers<void>();
  const work = { hasBegun: false, end: end.resolve, fail: end.reject, done: Promise.resolve() };
  work.done = budget.spend(amount, async () => {
    work.hasBegun = true;
    await end.promise;
  });
  return work;
}

async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
}

Deno.test("a budget lets work start until it is used up, and then makes it wait", async () => {
  const budget = new Budget(10);
  const works = [lasting(budget, 6), lasting(budget, 4), lasting(budget, 1)];
  await settle();
  assertEquals(works.map(({ hasBegun }) => hasBegun), [true, true, false]);
  works[1]!.end();
  await settle();
  assertEquals(works[2]!.hasBegun, true);
  works.forEach(({ end }) => end());
  await Promise.all(works.map(({ done }) => done));
});

Deno.test("a budget does not let small work starve large work", async () => {
  const budget = new Budget(10);
  const works = [lasting(budget, 8), lasting(budget, 9), lasting(budget, 1)];
  await settle();
  assertEquals(works.map(({ hasBegun }) => hasBegun), [true, false, false]);
  works.forEach(({ end }) => end());
  await Promise.all(works.map(({ done }) => done));
});

Deno.test("a budget runs work that exceeds it alone", async () => {
  const budget = new Budget(10);
  const works = [lasting(budget, 100), lasting(budget, 1)];
  await settle();
  assertEquals(works.map(({ hasBegun }) => hasBegun), [true, false]);
  works.forEach(({ end }) => end());
  await Promise.all(works.map(({ done }) => done));
});

Deno.test("a budget gets back the share of failed work", async () => {
  const budget = new Budget(10);
  const failing = lasting(budget, 10);
  const next = lasting(budget, 10);
  await settle();
  failing.fail(new Error("failed"));
  await assertRejects(() => failing.done, Error, "failed");
  next.end();
  await next.done;
});
