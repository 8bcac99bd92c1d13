import type { KafkaConfig } from "kafkajs";
import { LastGood } from "../credentials/last_good.ts";
import { secretIn } from "../credentials/secret_file.ts";
import { internal } from "./kafkajs.ts";

/** How to authenticate to Kafka. */
export interface SaslSettings {
  readonly mechanism: "plain" | "scram-sha-256" | "scram-sha-512";
  readonly username: string;
  readonly password: string;
  /** The file with the password, read again at each login; null if there is none. */
  readonly passwordFile: string | null;
}

/** A custom login, in the form that kafkajs takes. */
export type Login = Extract<NonNullable<KafkaConfig["sasl"]>, { authenticationProvider: unknown }>;
type Provider = Login["authenticationProvider"];

/** The kafkajs modules of the mechanisms. */
const modules = {
  plain: "kafkajs/src/broker/saslAuthenticator/plain.js",
  "scram-sha-256": "kafkajs/src/broker/saslAuthenticator/scram256.js",
  "scram-sha-512": "kafkajs/src/broker/saslAuthenticator/scram512.js",
};

/**
 * A login for kafkajs. It throws the broker's own error: kafkajs throws the same error for a wrong
 * password and for a connection that broke, although only the first is final.
 */
export function saslLogin({ mechanism, username, password, passwordFile }: SaslSettings): Login {
  const passwords = new LastGood(
    () => passwordFile === null ? password : secretIn(passwordFile),
    password,
  );
  const authenticationProvider: Provider = ({ saslAuthenticate, ...rest }) => {
    const errors: unknown[] = [];
    const provider = internal<(login: object) => Provider>(modules[mechanism]);
    const login = { username, password: passwords.current() };
    const authenticator = provider(login)({
      ...rest,
      saslAuthenticate: async (exchange) => {
        try {
          return await saslAuthenticate(exchange);
        } catch (error) {
          errors.push(error);
          throw error;
        }
      },
    });
    return {
      authenticate: async () => {
        try {
          await authenticator.authenticate();
        } catch (error) {
          throw errors[0] ?? error;
        }
      },
    };
  };
  return { mechanism, authenticationProvider };
}
