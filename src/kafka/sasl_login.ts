import type { KafkaConfig } from "kafkajs";
import { LastGood } from "../credentials/last_good.ts";
import { secretIn } from "../credentials/secret_file.ts";
import { internal } from "./kafkajs.ts";

/** How to log in to Kafka. */
export interface SaslSettings {
  readonly mechanism: "plain" | "scram-sha-256" | "scram-sha-512";
  readonly username: string;
  readonly password: string;
  /** The file that holds the password, read anew for each login; null where there is none. */
  readonly passwordFile: string | null;
}

/** A login with a program of its own, as kafkajs takes it. */
export type Login = Extract<NonNullable<KafkaConfig["sasl"]>, { authenticationProvider: unknown }>;
type Provider = Login["authenticationProvider"];

/** The modules of kafkajs that know the mechanisms. */
const modules = {
  plain: "kafkajs/src/broker/saslAuthenticator/plain.js",
  "scram-sha-256": "kafkajs/src/broker/saslAuthenticator/scram256.js",
  "scram-sha-512": "kafkajs/src/broker/saslAuthenticator/scram512.js",
};

/**
 * A login as kafkajs takes it. It throws what the broker said: kafkajs makes one error of a wrong
 * password and of a connection that broke meanwhile, although only the first is final.
 */
export function saslLogin({ mechanism, username, password, passwordFile }: SaslSettings): Login {
  const passwords = new LastGood(
    () => passwordFile === null ? password : secretIn(passwordFile),
    password,
  );
  const authenticationProvider: Provider = ({ saslAuthenticate, ...rest }) => {
    const said: unknown[] = [];
    const provider = internal<(login: object) => Provider>(modules[mechanism]);
    const login = { username, password: passwords.current() };
    const authenticator = provider(login)({
      ...rest,
      saslAuthenticate: async (exchange) => {
        try {
          return await saslAuthenticate(exchange);
        } catch (error) {
          said.push(error);
          throw error;
        }
      },
    });
    return {
      authenticate: async () => {
        try {
          await authenticator.authenticate();
        } catch (error) {
          throw said[0] ?? error;
        }
      },
    };
  };
  return { mechanism, authenticationProvider };
}
