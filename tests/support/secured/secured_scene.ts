import type { StackAddress } from "../integration.ts";
import { ProcessorProcess } from "../processor_process.ts";
import { denoRun, type Ending } from "../program.ts";
import { openScene, type Scene } from "../scene.ts";
import type { Acl } from "./acl.ts";
import { type Login, SecuredKafka } from "./secured_kafka.ts";

/** Names of tasks that a test runs to their end. */
export type TaskName = Parameters<typeof denoRun>[0];

/** A pipeline on a Kafka with authentication: the scene may do everything, its programs may not. */
export class SecuredScene implements AsyncDisposable {
  readonly kafka: SecuredKafka;
  readonly scene: Scene;
  readonly #owned: AsyncDisposableStack;

  private constructor(kafka: SecuredKafka, scene: Scene, owned: AsyncDisposableStack) {
    this.kafka = kafka;
    this.scene = scene;
    this.#owned = owned;
  }

  /** Starts a broker, creates topics of one partition and registers the schemas. */
  static async open(stack: StackAddress, users: Record<string, string>): Promise<SecuredScene> {
    await using started = new AsyncDisposableStack();
    const kafka = started.use(await SecuredKafka.start({ classpath: stack.classpath, users }));
    const address = { ...stack, brokers: kafka.bootstrap };
    const scene = started.use(await openScene(address, { partitions: 1 }));
    return new SecuredScene(kafka, scene, started.move());
  }

  /** Runs a command as a user with exactly these grants. */
  async run(
    user: string,
    acls: readonly Acl[],
    words: readonly string[],
    names: Readonly<Record<string, string>> = {},
  ): Promise<Ending> {
    await this.kafka.grant(user, acls);
    const [task, ...args] = words;
    const env = await this.#environment({ listener: "MTLS", user }, names);
    return await denoRun(task as TaskName, args, env, this.kafka.directory);
  }

  /** Starts a processor as a user with the needed grants. */
  async start(login: Login, httpPort: number): Promise<ProcessorProcess> {
    const env = { ...await this.#environment(login), HTTP_PORT: String(httpPort) };
    return new ProcessorProcess(env, undefined, this.kafka.directory);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#owned.disposeAsync();
  }

  async #environment(login: Login, names = {}): Promise<Record<string, string>> {
    return { ...this.scene.env, ...names, ...await this.kafka.environment(login) };
  }
}
