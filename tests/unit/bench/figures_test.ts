import { assertEquals } from "@std/assert";
import { argumentsOf } from "../../../bench/figures.ts";

Deno.test("of the command only what decides the figures is recorded, and no path of a machine", () => {
  const words = ["--quick", "--json", "/somewhere/a.json", "--record", "--rounds", "2"];
  assertEquals(argumentsOf(words), "--quick --rounds 2");
  assertEquals(argumentsOf(["--record", "--json=/somewhere/a.json"]), "");
});
