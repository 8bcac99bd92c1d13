import { assert, assertEquals } from "@std/assert";
import process from "node:process";
import { utf8 } from "../support/logins.ts";
import { withRaw } from "./base_login.ts";
import { Core, type Outcome } from "./core.ts";
import { Examiner, tooLong } from "./fuzz/examiner.ts";
import { Fuzzer } from "./fuzz/fuzzer.ts";
import { MadeRegistry } from "./fuzz/made_registry.ts";
import { smaller } from "./fuzz/smaller.ts";
import { Splits } from "./fuzz/splits.ts";

const registry = new MadeRegistry();
const login = utf8(withRaw("", null));

interface Run {
  readonly values: readonly string[];
  readonly complaints: readonly string[];
  readonly found: readonly Uint8Array[];
}

/** A few rounds over a core, from one login. */
async function run(
  seed: number,
  take: (core: Core, value: Uint8Array) => Outcome,
): Promise<Run> {
  const core = new Core(registry);
  const values: string[] = [];
  const complaints: string[] = [];
  const found: Uint8Array[] = [];
  const fuzzer = new Fuzzer({
    ...{ seed, registry, splits: new Splits(core), coverage: null },
    examiner: new Examiner({ take: (value) => take(core, value!) }, registry.schemaOf),
    isSlow: () => Promise.resolve(true),
    before: (value) => values.push(new Uint8Array(value).toHex()),
    found: (each, complaint) => {
      found.push(...each);
      complaints.push(complaint);
    },
  });
  fuzzer.seed(login);
  for (let round = 0; round < 3; round++) await fuzzer.round();
  return { values, complaints, found };
}

Deno.test("a fuzzer finds nothing in a core that keeps the contract", async () => {
  const { values, complaints } = await run(1, (core, value) => core.take(value));
  assertEquals(complaints, []);
  assert(new Set(values).size > 400, "values that differ");
});

Deno.test("a fuzzer makes the same values from the same seed and others from another", async () => {
  const [first, again, other] = await Promise.all(
    [2, 2, 3].map((seed) => run(seed, (core, value) => core.take(value))),
  );
  assertEquals(again!.values, first!.values);
  assert(JSON.stringify(other!.values) !== JSON.stringify(first!.values));
});

Deno.test("a fuzzer finds a core that throws at one byte, and the smallest value that shows it", async () => {
  const { complaints, found } = await run(4, (core, value) => {
    if (value.includes(0x07)) throw new TypeError("beep");
    return core.take(value);
  });
  assert(complaints.includes("throws TypeError"), complaints.join());
  assertEquals(found[complaints.indexOf("throws TypeError")], new Uint8Array([0x07]));
});

Deno.test("an examiner complains about a different fate, different fields, a changed value and a throw", () => {
  const core = new Core(registry);
  const complaintOf = (take: (value: Uint8Array) => Outcome, value = login) =>
    new Examiner({ take: (each) => take(each!) }, registry.schemaOf).examine(value.slice())
      .complaint;
  const right = core.take(login);
  assertEquals(complaintOf(() => right), null);
  assertEquals(
    complaintOf(() => ({ fate: "filtered", login: null })),
    "filtered, judged enriched: ",
  );
  assertEquals(complaintOf(() => right, utf8("{}")), "enriched, judged deadLetter: no login");
  const other = { ...right, login: { ...right.login, ip: "b" } };
  assertEquals(complaintOf(() => other), "enriched with other fields");
  const changing = (value: Uint8Array) => {
    value[0] = 0;
    return right;
  };
  assertEquals(complaintOf(changing), "the value was changed");
  const throwing = () => {
    throw new RangeError("of the value");
  };
  assertEquals(complaintOf(throwing), "throws RangeError");
});

Deno.test("an examiner complains about a value that is always slow, but not about one that is slow once", () => {
  const right = new Core(registry).take(login);
  const spin = () => {
    // Both clocks: while another thread works, CPU time alone passes in half the wall time.
    const before = process.cpuUsage();
    const startedMs = performance.now();
    while (process.cpuUsage(before).user < 80_000 || performance.now() - startedMs < 80);
    return right;
  };
  const slow = new Examiner({ take: spin }, registry.schemaOf);
  assertEquals(slow.examine(login).complaint, "takes too long");
  let calls = 0;
  const once = new Examiner({ take: () => calls++ === 0 ? spin() : right }, registry.schemaOf);
  assertEquals(once.examine(login).complaint, null);
});

Deno.test("smaller() finds the smallest value that still has a property", () => {
  const value = utf8(`${"x".repeat(500)}ab${"y".repeat(500)}`);
  const hasBoth = (each: Uint8Array) => each.includes(0x61) && each.includes(0x62);
  assertEquals(smaller(value, hasBoth), utf8("ab"));
});

Deno.test("smaller() stops when its time is up", () => {
  const value = utf8("x".repeat(1_000));
  assertEquals(smaller(value, () => true, 0), value);
});

Deno.test("a fuzzer ignores a value that is slow only under code coverage", async () => {
  const findsWhere = async (isSlow: boolean) => {
    const finds: string[] = [];
    const fuzzer = new Fuzzer({
      ...{ seed: 5, registry, coverage: null, splits: { agree: () => true }, before: () => {} },
      examiner: { examine: () => ({ behavior: "", complaint: tooLong }) },
      isSlow: () => Promise.resolve(isSlow),
      found: (_values, complaint) => finds.push(complaint),
    });
    fuzzer.seed(login);
    await fuzzer.round();
    return finds;
  };
  assertEquals(await findsWhere(true), [tooLong]);
  assertEquals(await findsWhere(false), []);
});
