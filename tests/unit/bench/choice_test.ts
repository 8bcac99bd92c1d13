import { assertEquals } from "@std/assert";
import { type Choice, isChosen, planOf } from "../../../bench/choice.ts";
import { ourContestants } from "../../../bench/our_contestants.ts";
import { peerPlans } from "../../../bench/peer_plans.ts";
import { fullPlan, quickPlan } from "../../../bench/plan.ts";

const all = [...ourContestants, ...peerPlans];
const nothing: Choice = {
  quick: false,
  count: null,
  rounds: null,
  rates: null,
  throughputOnly: false,
  only: null,
};

/** The names of the contestants that take part, and of those measured for latency. */
function chosen(options: Partial<Choice>) {
  const choice = { ...nothing, ...options };
  const plan = planOf(choice, all);
  const names = all.filter((one) => isChosen(one, choice.only, plan)).map(({ name }) => name);
  return { names, latency: names.filter((name) => plan.latencyContestants.includes(name)) };
}

Deno.test("without options the full plan is measured, and with --quick the quick one", () => {
  assertEquals(planOf(nothing, all), fullPlan);
  assertEquals(planOf({ ...nothing, quick: true }, all), quickPlan);
});

Deno.test("options replace the number of logins, of rounds, and the rates of the plan", () => {
  const plan = planOf({ ...nothing, count: 20_000, rounds: 5, rates: [500] }, all);
  const latency = { ...fullPlan.latency, rates: [500] };
  assertEquals(plan, { ...fullPlan, logins: 20_000, rounds: 5, latency });
});

Deno.test("the full plan measures latency beside a busy process; each protocol runs only when named", () => {
  const { names, latency } = chosen({});
  assertEquals(latency.includes("ours-burner"), true);
  assertEquals(names.filter((name) => ["ours-first", "ours-second"].includes(name)), []);
});

Deno.test("a contestant of latency alone is measured when it is named, whatever the plan lists", () => {
  const only = ["ours-first", "ours-second", "ours-one-plain"];
  assertEquals(chosen({ only }), {
    names: ["ours-one-plain", "ours-first", "ours-second"],
    latency: ["ours-first", "ours-second"],
  });
  assertEquals(chosen({ only: ["ours-burner"], quick: true }).latency, ["ours-burner"]);
});

Deno.test("a run without latency has no contestant of latency alone", () => {
  const { names, latency } = chosen({ throughputOnly: true });
  assertEquals(names.includes("ours-burner"), false);
  assertEquals(latency, []);
});
