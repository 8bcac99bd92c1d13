import { claimDirectory } from "../../../src/stack/directory.ts";
import { projectPath } from "../../../src/stack/project_path.ts";
import type { FaultProxy, WhichLinks } from "../../support/fault_proxy.ts";
import { apiKeys } from "../../support/kafka_frames.ts";
import { CertificateAuthority, thisMachine } from "../../support/secured/certificates.ts";
import type { Direction } from "../../support/toxics.ts";
import { until } from "../../support/until.ts";
import { atWork, goesOn, lasting } from "../at_work.ts";
import type { Scenario, Trial } from "../scenario.ts";
import { caughtUpMs } from "../takeover.ts";

const shortTimeoutMs = 3_000;
const usualTimeoutMs = 20_000;
/** The time that a silence may cost in addition to the timeout that detects it. */
const mendMs = 5_000;
/** The idle time after which the network forgets a connection; Azure's is four minutes. */
const natMs = 3_000;

interface Silence {
  readonly which: WhichLinks;
  readonly directions?: readonly Direction[];
  /** The request timeout; the usual one by default. */
  readonly requestTimeoutMs?: number;
}

const all: WhichLinks = () => true;
const idle: WhichLinks = ({ isIdle }) => isIdle;
const ofGroup: WhichLinks = (link) => link.hasSeen(apiKeys.heartbeat);
const ofTransactions: WhichLinks = (link) => link.hasSeen(apiKeys.initProducerId);
const ofFetches: WhichLinks = (link) => link.hasSeen(apiKeys.fetch);

/** Connections that the network forgets: bytes vanish, nothing is reset, and new connections work. */
export const networkSilence: readonly Scenario[] = [
  { ...silent("all connections", { which: all }), isShort: true },
  silent("all connections, with the usual request timeout,", {
    which: all,
    requestTimeoutMs: usualTimeoutMs,
  }),
  scenario("all connections, with TLS on them,", silentUnderTls),
  silent("the connections that are idle", { which: idle }),
  silent("the connection to the group's coordinator", { which: ofGroup }),
  silent("the connections to the transactions' coordinator", { which: ofTransactions }),
  silent("the connection that fetches", { which: ofFetches }),
  silent("the way of all requests", { which: all, directions: ["requests"] }),
  silent("the way of all answers", { which: all, directions: ["answers"] }),
  {
    name: "connections that the network forgets while they are idle hold up nothing",
    family: "network",
    brokers: "shared",
    isShort: true,
    run: forgotten,
  },
];

function silent(what: string, silence: Silence): Scenario {
  const { requestTimeoutMs = shortTimeoutMs } = silence;
  return scenario(what, async (trial) => {
    const proxy = await trial.proxy();
    await atWork(trial, environment(proxy, requestTimeoutMs));
    await goSilentTwice(trial, proxy, silence);
  });
}

function scenario(what: string, run: Scenario["run"]): Scenario {
  const name = `${what} may go silent: it goes on once a request has timed out, and loses nothing`;
  return { name, family: "network", brokers: "shared", isMeasured: true, run };
}

function environment(proxy: FaultProxy, requestTimeoutMs: number) {
  return { KAFKA_BROKERS: proxy.address, KAFKA_REQUEST_TIMEOUT_MS: String(requestTimeoutMs) };
}

async function silentUnderTls(trial: Trial): Promise<void> {
  await using home = await claimDirectory(projectPath(".stack"), { ephemeral: true, fresh: false });
  const authority = await CertificateAuthority.create(`${home.path}/authority`);
  const { certFile, keyFile } = await authority.sign("proxy", { hosts: thisMachine });
  const files = [certFile, keyFile].map((file) => Deno.readTextFile(file));
  const [cert = "", key = ""] = await Promise.all(files);
  const proxy = await trial.proxy({ cert, key });
  const tls = { KAFKA_TLS: "true", KAFKA_TLS_CA_FILE: authority.caFile };
  await atWork(trial, { ...environment(proxy, shortTimeoutMs), ...tls });
  await goSilentTwice(trial, proxy, { which: all });
}

/** A silent connection is not used again, so the second silence costs no more than the first. */
async function goSilentTwice(trial: Trial, proxy: FaultProxy, silence: Silence): Promise<void> {
  const { requestTimeoutMs = shortTimeoutMs } = silence;
  for (let time = 0; time < 2; time++) {
    await goSilent(trial, proxy, silence);
    await mends(trial, requestTimeoutMs);
  }
  await goesOn(trial.scene);
}

async function goSilent(trial: Trial, proxy: FaultProxy, { which, directions }: Silence) {
  const count = proxy.silence(which, directions);
  if (count === 0) throw new Error("no connection went silent");
  await trial.hit(`${count} connections go silent`);
}

async function mends(trial: Trial, requestTimeoutMs: number): Promise<void> {
  const ms = await caughtUpMs(trial.scene, performance.now());
  if (ms <= requestTimeoutMs + mendMs) return;
  throw new Error(`it took ${ms} ms to go on, where a request may take ${requestTimeoutMs} ms`);
}

/** A NAT that forgets idle connections, and a processor that closes them earlier. */
async function forgotten(trial: Trial): Promise<void> {
  const { scene } = trial;
  const proxy = await trial.proxy();
  const maxIdle = { KAFKA_CONNECTIONS_MAX_IDLE_MS: String(natMs / 2) };
  await scene.started({ KAFKA_BROKERS: proxy.address, ...maxIdle });
  await scene.generate(200);
  await scene.processed();
  proxy.forgetIdle(natMs);
  await lasting(natMs * 2);
  await scene.generate(200);
  await trial.hit("logins after a pause");
  const isProcessed = async () => await scene.lag("enrich") + await scene.lag("count") === 0;
  await until("the logins after the pause are processed", isProcessed, usualTimeoutMs / 2);
}
