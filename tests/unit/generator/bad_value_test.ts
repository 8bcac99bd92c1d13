import { assert, assertEquals, assertInstanceOf } from "@std/assert";
import { badValue } from "../../../src/generator/bad_value.ts";
import { generateLogin } from "../../../src/generator/login.ts";
import { Random } from "../../../src/generator/random.ts";
import { fateOf } from "../../../src/pipeline/login_fate.ts";
import { Rejection } from "../../../src/pipeline/rejection.ts";
import { inputBatch } from "../../support/logins.ts";
import { codecsOf } from "../../support/pipeline_settings.ts";

Deno.test("every bad value is a dead letter, and the causes vary", () => {
  const random = new Random(1);
  const causes = new Set<string>();
  for (let i = 0; i < 500; i++) {
    const value = badValue(random, generateLogin(random, 1720576825));
    const fate = fateOf(value, codecsOf(inputBatch([value])), 1_048_576);
    assertInstanceOf(fate, Rejection);
    causes.add(fate.code);
  }
  assert(causes.size >= 9, [...causes].join());
});

Deno.test("the same seed makes the same login invalid in the same way", () => {
  const spoiled = () => {
    const random = new Random(5);
    return badValue(random, generateLogin(random, 0));
  };
  assertEquals(spoiled(), spoiled());
});
