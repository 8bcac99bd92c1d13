import { assert } from "@std/assert";
import { edit } from "../faults/mutation.ts";
import { mutatedCopy } from "../faults/mutation_copy.ts";
import { mayUseFiles } from "../support/scratch.ts";

const fields = "src/pipeline/login_fields.ts";

/** The steps of CONTRIBUTING.md for an optional field of a login, `os_version`. */
const steps = [
  ...edit(
    "tests/unit/pipeline/schemas_test.ts",
    `    "device_id string",\n    "timestamp long",`,
    `    "device_id string",\n    "os_version null|string = null",\n    "timestamp long",`,
  ),
  ...edit(
    "schemas/user-login.avsc",
    `    { "name": "timestamp", "type": "long",`,
    `    { "name": "os_version", "type": ["null", "string"], "default": null },
    { "name": "timestamp", "type": "long",`,
  ),
  ...edit(fields, "  timestamp: 6,", "  os_version: 6,\n  timestamp: 7,"),
  ...edit(
    fields,
    "1 << fieldIndex.device_type | ",
    "1 << fieldIndex.device_type | 1 << fieldIndex.os_version | ",
  ),
  ...edit(
    fields,
    "  readonly deviceId: string;",
    "  readonly deviceId: string;\n  readonly osVersion: string | null;",
  ),
  ...edit(
    fields,
    "  if (deviceId instanceof Rejection) return deviceId;",
    `  if (deviceId instanceof Rejection) return deviceId;
  const osVersion = optionalText("os_version", record["os_version"]);
  if (osVersion instanceof Rejection) return osVersion;`,
  ),
  ...edit(fields, "    deviceId,\n", "    deviceId,\n    osVersion,\n"),
];

const useOfTheField = `
import { assert, assertEquals } from "@std/assert";
import { fateOf } from "../../src/pipeline/login_fate.ts";
import { LoginScan } from "../../src/pipeline/login_scan.ts";
import { Rejection } from "../../src/pipeline/rejection.ts";
import { avroFrame } from "../support/avro_frame.ts";
import { inputBatch, json, login } from "../support/logins.ts";
import { codecsOf } from "../support/pipeline_settings.ts";

const newer = { ...login, os_version: "17.1" };
const fate = (value: Uint8Array) => fateOf(value, codecsOf(inputBatch([value])), 1_000);

Deno.test("an added field is read from JSON and from Avro", () => {
  for (const value of [json(newer), avroFrame(newer)]) {
    const found = fate(value);
    assert(typeof found === "object" && "osVersion" in found && found.osVersion === "17.1");
  }
  assertEquals(fate(json({ ...login, os_version: 17 })), new Rejection("WRONG_TYPE", "os_version"));
});

Deno.test("a login with an added field takes the fast path", () => {
  const value = json(newer);
  assert(new LoginScan().read(value, 0, value.length));
});
`;

Deno.test({
  name: "an optional field of a login is added only in the schema and in login_fields.ts",
  ignore: !mayUseFiles() || Deno.permissions.querySync({ name: "run" }).state !== "granted",
  fn: async () => {
    const rule = "a login has no field os_version";
    const copy = await mutatedCopy({ rule, edits: steps }, ["tests"]);
    try {
      await Deno.writeTextFile(`${copy}/tests/unit/new_field_test.ts`, useOfTheField);
      const tests = ["new_field_test.ts", "pipeline", "dead_letters", "preview"]
        .map((name) => `tests/unit/${name}`);
      const others = ["login_scan", "codec", "fate"].map((name) =>
        `tests/property/${name}_test.ts`
      );
      const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["test", "--quiet", "--no-prompt", ...tests, ...others],
        cwd: copy,
      }).output();
      const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
      assert(success, `${text(stdout)}\n${text(stderr)}`);
    } finally {
      await Deno.remove(copy, { recursive: true });
    }
  },
});
