/** Returns the value of a variable, or null when it is unset. */
export type Lookup = (name: string) => string | null;

const mechanism = "KAFKA_SASL_MECHANISM";
const user = "KAFKA_SASL_USERNAME";
const password = "KAFKA_SASL_PASSWORD";
const authority = "KAFKA_TLS_CA_FILE";
const certificate = "KAFKA_TLS_CERT_FILE";
const key = "KAFKA_TLS_KEY_FILE";
const registryUrl = "SCHEMA_REGISTRY_URL";
const registryUser = "SCHEMA_REGISTRY_USERNAME";
const registryPassword = "SCHEMA_REGISTRY_PASSWORD";
const registryAuthority = "SCHEMA_REGISTRY_CA_FILE";

/**
 * Describes each setting that is useless without another one that is missing. A setting is meant to
 * take effect. A client certificate that is never sent, or a password that is never used, would
 * otherwise show up as a refused connection, or not at all.
 */
export function halves(valueOf: Lookup): string[] {
  const has = (name: string) => valueOf(name) !== null || isInFile(name, valueOf);
  return [
    ...kafkaLogin(has),
    ...kafkaTls(has, valueOf("KAFKA_TLS") === "true"),
    ...registryLogin(has, loginInUrl(valueOf(registryUrl))),
    ...registryTls(has, valueOf(registryUrl)),
  ];
}

type Has = (name: string) => boolean;

function* kafkaLogin(has: Has): Generator<string> {
  if (has(mechanism)) {
    if (!has(user)) yield `${mechanism} needs ${user}`;
    if (!has(password)) yield `${mechanism} needs ${password} or ${password}_FILE`;
    return;
  }
  for (const name of [user, password]) {
    if (has(name)) yield `${name} needs ${mechanism} (plain, scram-sha-256 or scram-sha-512)`;
  }
}

function* kafkaTls(has: Has, isOn: boolean): Generator<string> {
  for (const name of [authority, certificate, key]) {
    if (has(name) && !isOn) yield `${name} needs KAFKA_TLS=true`;
  }
  if (has(certificate) && !has(key)) yield `${certificate} needs ${key}`;
  if (has(key) && !has(certificate)) yield `${key} needs ${certificate}`;
}

function* registryLogin(has: Has, inUrl: { user: boolean; password: boolean }): Generator<string> {
  const hasUser = has(registryUser) || inUrl.user;
  const hasPassword = has(registryPassword) || inUrl.password;
  if (hasUser && !hasPassword) {
    yield `${has(registryUser) ? registryUser : `the user in ${registryUrl}`} needs ` +
      `${registryPassword} or ${registryPassword}_FILE`;
  }
  if (hasPassword && !hasUser) {
    yield `${has(registryPassword) ? registryPassword : `the password in ${registryUrl}`} needs ` +
      registryUser;
  }
}

function* registryTls(has: Has, url: string | null): Generator<string> {
  if (has(registryAuthority) && !url?.toLowerCase().startsWith("https:")) {
    yield `${registryAuthority} needs a ${registryUrl} that begins with https://`;
  }
}

function isInFile(name: string, valueOf: Lookup): boolean {
  return [password, registryPassword].includes(name) && valueOf(`${name}_FILE`) !== null;
}

function loginInUrl(url: string | null): { user: boolean; password: boolean } {
  const parsed = url === null ? null : URL.parse(url);
  return { user: !!parsed?.username, password: !!parsed?.password };
}
