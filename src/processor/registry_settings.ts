import type { Config } from "../config.ts";
import type { RegistrySettings } from "../registry/http.ts";

/** How to reach the registry, from the settings. */
export function registrySettings(config: Config): RegistrySettings {
  return {
    url: config.registryUrl,
    username: config.registryUsername,
    password: config.registryPassword,
    passwordFile: config.secretFiles.registryPassword ?? null,
    caFile: config.registryCaFile,
    timeoutMs: config.registryTimeoutMs,
  };
}
