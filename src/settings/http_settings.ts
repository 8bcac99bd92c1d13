import { hostAddress, hostNames, onOff, secret, setting, urlPath, wholeNumber } from "./setting.ts";

/** Where the page, the API, the metrics and the health endpoints are served, and to whom. */
export const httpSettings = {
  httpHost: setting(
    "HTTP_HOST",
    "127.0.0.1",
    hostAddress,
    "address that serves the page, the API, the metrics and the health endpoints; any address " +
      "but loopback needs HTTP_TOKEN_FILE",
  ),
  httpPort: setting(
    "HTTP_PORT",
    "8080",
    wholeNumber(0, 65_535),
    "HTTP port; 0 disables the server",
  ),
  httpToken: secret(
    "HTTP_TOKEN",
    "bearer token for all but health probes; at least 16 characters",
  ),
  httpWithoutToken: setting(
    "HTTP_WITHOUT_TOKEN",
    "false",
    onOff,
    "serve without a token, for networks that are themselves protected",
  ),
  httpAllowedHosts: setting(
    "HTTP_ALLOWED_HOSTS",
    "",
    hostNames,
    "host names to accept in requests, besides localhost and IP addresses",
  ),
  httpBasePath: setting(
    "HTTP_BASE_PATH",
    "",
    urlPath,
    "path under which a proxy serves all of this, such as /logins; the proxy may strip it or not",
  ),
};
