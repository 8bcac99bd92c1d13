import { assertEquals } from "@std/assert";
import { type Candidate, ReplayPlan } from "../../../src/dead_letters/replay_plan.ts";
import { ReplayedLetters } from "../../../src/dead_letters/replayed_letters.ts";
import { replayedRecord } from "../../../src/dead_letters/replayed_record.ts";
import { Rejection } from "../../../src/pipeline/rejection.ts";
import { twoStages } from "../../../src/pipeline/two_stages.ts";
import { json, login, utf8 } from "../../support/logins.ts";
import { pipelineSettings } from "../../support/pipeline_settings.ts";
import { deadLetter, deadLetterTopic } from "./letters.ts";

const replayed = new ReplayedLetters(deadLetterTopic);
replayed.add({ topic: deadLetterTopic, partition: 2, offset: 0 });
const rules = {
  input: { topic: "user-login", partitionCount: 4, maxMessageBytes: 1_000_000 },
  replayed,
  edits: [],
  writers: { codecs: new Map(), types: new Map() },
  timestamp: 0,
};

function candidate(value: Uint8Array, offset: number, rejection: Rejection): Candidate {
  const letter = deadLetter(value, { offset, rejection });
  return { letter, outcome: replayedRecord(letter, rules) };
}

Deno.test("a replay plan shows by cause the new fates and what is not replayed", () => {
  const wrongType = new Rejection("WRONG_TYPE", "locale");
  const plan = new ReplayPlan(twoStages(pipelineSettings).enrich);
  plan.add([
    candidate(json(login), 0, wrongType),
    candidate(json(login), 1, wrongType),
    candidate(json({ ...login, device_type: "iOS" }), 2, wrongType),
  ], new Map());
  plan.add([
    candidate(json({ ...login, locale: 7 }), 3, wrongType),
    candidate(utf8("{"), 4, new Rejection("MALFORMED_JSON")),
    candidate(json(login), 5, wrongType),
  ], new Map());
  assertEquals(plan.rows(), [
    {
      cause: "WRONG_TYPE",
      field: "locale",
      selectedCount: 5,
      replayCount: 4,
      obstacles: { "already replayed": 1 },
      fates: { enriched: 2, filtered: 1, WRONG_TYPE: 1 },
    },
    {
      cause: "MALFORMED_JSON",
      field: null,
      selectedCount: 1,
      replayCount: 1,
      obstacles: {},
      fates: { MALFORMED_JSON: 1 },
    },
  ]);
  assertEquals(plan.replayCount, 5);
});

Deno.test("a replay plan detects a login whose enriched record is too large for its topic", () => {
  const { topics } = pipelineSettings;
  const output = { ...topics.output, maxMessageBytes: 500 };
  const plan = new ReplayPlan(
    twoStages({ ...pipelineSettings, topics: { ...topics, output } }).enrich,
  );
  const large = json({ ...login, app_version: "1".repeat(1_000) });
  plan.add([candidate(large, 1, new Rejection("OUTPUT_TOO_LARGE"))], new Map());
  assertEquals(plan.rows()[0]?.fates, { OUTPUT_TOO_LARGE: 1 });
});
