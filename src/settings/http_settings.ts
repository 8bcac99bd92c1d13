import { hostAddress, hostNames, onOff, secret, setting, urlPath, wholeNumber } from "./setting.ts";

/** Where the page, the API, the metrics and the health are, and who may look. */
export const httpSettings = {
  httpHost: setting(
    "HTTP_HOST",
    "127.0.0.1",
    hostAddress,
    "address of the page, the API, the metrics and the health endpoints; another than this " +
      "machine's own needs HTTP_TOKEN_FILE",
  ),
  httpPort: setting(
    "HTTP_PORT",
    "8080",
    wholeNumber(0, 65_535),
    "HTTP port; 0 disables the server",
  ),
  httpToken: secret(
    "HTTP_TOKEN",
    "what everybody but a health probe has to show, from 16 characters on",
  ),
  httpWithoutToken: setting(
    "HTTP_WITHOUT_TOKEN",
    "false",
    onOff,
    "listen without a token where the network itself keeps others out",
  ),
  httpAllowedHosts: setting(
    "HTTP_ALLOWED_HOSTS",
    "",
    hostNames,
    "names under which the page may be asked for besides localhost and addresses",
  ),
  httpBasePath: setting(
    "HTTP_BASE_PATH",
    "",
    urlPath,
    "path below which a proxy shows all of this, such as /logins; the proxy may strip it or not",
  ),
};
