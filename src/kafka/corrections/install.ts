import { FatalError } from "../../errors.ts";
import { Refusals } from "../access/refused_logins.ts";
import * as fetchedRecords from "../reading/fetched_records.ts";
import * as recordBatch from "../reading/record_batch_decoder.ts";
import * as grouping from "../writing/group_messages_per_partition.ts";
import * as produce from "../writing/produce_request.ts";
import * as frame from "../writing/request_frame.ts";
import * as answers from "./answers.ts";
import { internal, replaceModule, verifyReplaceable } from "./commonjs.ts";
import * as links from "./connection.ts";
import * as createTopics from "./create_topics_answer.ts";
import * as refusals from "./denied_requests.ts";
import * as moments from "./moments.ts";
import * as produceResponse from "./produce_response.ts";
import * as refused from "./refused_connection.ts";
import * as timer from "./request_queue_timer.ts";
import * as seeds from "./seed_brokers.ts";

const correctedVersion = "2.2.4";

const replacements: readonly (readonly [path: string, replacement: unknown])[] = [
  [recordBatch.standsFor, recordBatch.decodeRecordBatch],
  [fetchedRecords.standsFor, fetchedRecords.decodeFetchedRecords],
  [produce.standsFor, produce.produceRequest],
  [frame.standsFor, frame.frameRequest],
  [grouping.standsFor, grouping.groupMessagesPerPartition],
];

let installed = false;

/**
 * Installs the corrections of kafkajs, once, before it is loaded.
 *
 * They rely on internals, so any other version of kafkajs is refused: a correction that no longer fits
 * would fail silently, and what it prevents would happen again.
 */
export function installOverrides(): void {
  if (installed) return;
  verifyVersion();
  for (const [path] of replacements) verifyReplaceable(path);
  verifyReplaceable(produceResponse.corrects);
  verifyReplaceable(seeds.corrects);
  for (const [path, replacement] of replacements) replaceModule(path, replacement);
  const requests = produceResponse.knowRefusedRecords(internal(produceResponse.corrects));
  replaceModule(produceResponse.corrects, requests);
  replaceModule(seeds.corrects, seeds.takeIpv6Brokers(internal(seeds.corrects)));
  answers.readAnswers(
    internal(answers.corrects.pool),
    internal<{ createErrorFromCode: answers.CreateError }>(answers.corrects.errors)
      .createErrorFromCode,
  );
  refusals.nameRefusals(internal(refusals.corrects.broker));
  refusals.passRefusalsOn(internal(refusals.corrects.brokerPool));
  timer.correctRequestQueueTimers(internal(timer.corrects));
  links.correctConnections(internal(links.corrects));
  createTopics.keepReasons(internal(createTopics.corrects));
  for (const [path, property] of moments.corrects) moments.correctMoment(internal(path), property);
  const { connection, broker, authenticator } = refused.corrects;
  refused.correctRefusedConnections({
    connection: internal(connection),
    broker: internal(broker),
    authenticator: internal(authenticator),
  }, new Refusals());
  installed = true;
}

function verifyVersion(): void {
  const { version } = internal<{ version: string }>("kafkajs/package.json");
  if (version === correctedVersion) return;
  throw new FatalError(
    `Cannot correct kafkajs ${version}: the corrections are written for ${correctedVersion}`,
    `pin npm:kafkajs@${correctedVersion} in deno.json, or check each file in ` +
      `src/kafka/{corrections,reading,writing} against ${version}`,
  );
}
