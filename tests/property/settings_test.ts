import { assert } from "@std/assert";
import fc from "fast-check";
import { FatalError } from "../../src/errors.ts";
import { addressOf, RegistryHttp } from "../../src/registry/http.ts";
import { readConfig, settings } from "../../src/settings/config.ts";

/** Not a word of ours, so that it is recognizable wherever it is printed. */
const secret = "q7Zx";

const wild = fc.oneof(
  fc.string({ unit: "binary", minLength: 1 }),
  fc.string({ unit: fc.constantFrom(..."%:/@[],.#?-_ PT1Maue0:é\n") }),
  fc.constantFrom("true,", "1e3", "-1", "0x10", "99999999999999999999", "PT", "P1Y", "[::1", "::"),
  fc.tuple(fc.string(), fc.string()).map(([user, rest]) => `http://${user}:${rest}@registry:8081`),
).map((text) => `${secret}${text}`);

for (const { env } of Object.values(settings)) {
  Deno.test(`any value of ${env} is accepted or rejected, and never printed`, () => {
    fc.assert(
      fc.property(fc.oneof(wild, wild.map((text) => text.slice(secret.length))), (value) => {
        const error = failureOf({ [env]: value });
        if (error === null) return;
        assert(error instanceof FatalError, `${error}`);
        assert(error.message.includes(env), error.message);
        assert(!error.message.includes(secret) && !error.action.includes(secret), error.message);
      }),
    );
  });
}

Deno.test("any accepted registry URL can be used and is printed without its password", () => {
  fc.assert(fc.property(fc.string(), fc.webUrl(), (password, url) => {
    const registryUrl = url.replace("://", `://user:${secret}${password}@`);
    if (failureOf({ SCHEMA_REGISTRY_URL: registryUrl }) !== null) return;
    new RegistryHttp({
      url: registryUrl,
      username: null,
      password: null,
      passwordFile: null,
      caFile: null,
      timeoutMs: 1,
    });
    assert(!addressOf(registryUrl).includes(secret));
  }));
});

function failureOf(values: Readonly<Record<string, string>>): unknown {
  try {
    readConfig({ env: (name) => values[name], readTextFile: () => "" });
    return null;
  } catch (error) {
    return error;
  }
}
