/** A certificate and its private key, as PEM files. */
export interface Certificate {
  readonly certFile: string;
  readonly keyFile: string;
  /** Both in one file, as a Kafka keystore of type PEM. */
  readonly storeFile: string;
}

/** The hosts and the validity of a certificate. */
export interface CertificateOptions {
  /** In the form of `subjectAltName`: `DNS:localhost`, `IP:127.0.0.1`. */
  readonly hosts?: readonly string[];
  /** From now on; negative for an expired certificate. */
  readonly days?: number;
}

/** Servers on this machine, with both of its names. */
export const thisMachine: readonly string[] = ["DNS:localhost", "IP:127.0.0.1"];

const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];

/** A test's own CA, which signs everything it is asked to; needs openssl. */
export class CertificateAuthority {
  /** The CA file that clients and servers must trust. */
  readonly caFile: string;
  readonly #directory: string;

  private constructor(directory: string) {
    this.#directory = directory;
    this.caFile = `${directory}/ca.pem`;
  }

  /** Creates a CA, with its files in a new directory. */
  static async create(directory: string): Promise<CertificateAuthority> {
    await Deno.mkdir(directory, { recursive: true });
    const authority = new CertificateAuthority(directory);
    const files = ["-keyout", `${directory}/ca.key`, "-out", authority.caFile];
    await openssl("req", "-x509", ...newKey, ...files, "-subj", "/CN=authority", "-days", "3650");
    return authority;
  }

  /** Signs a certificate for a name (the CN), in files of that name. */
  async sign(name: string, options: CertificateOptions = {}): Promise<Certificate> {
    const { hosts = [], days = 365 } = options;
    const path = (suffix: string) => `${this.#directory}/${name}.${suffix}`;
    const [certFile, keyFile, storeFile] = [path("pem"), path("key"), path("store.pem")];
    const request = ["-keyout", keyFile, "-out", path("csr"), "-subj", `/CN=${name}`];
    await openssl("req", "-new", ...newKey, ...request);
    const usage = "extendedKeyUsage=serverAuth,clientAuth\n";
    const names = hosts.length === 0 ? "" : `subjectAltName=${hosts.join(",")}\n`;
    await Deno.writeTextFile(path("ext"), usage + names);
    const serial = `0x${crypto.randomUUID().replaceAll("-", "").slice(1)}`;
    const issuer = ["-CA", this.caFile, "-CAkey", `${this.#directory}/ca.key`];
    const what = ["-set_serial", serial, "-days", String(days), "-extfile", path("ext")];
    await openssl("x509", "-req", "-in", path("csr"), ...issuer, ...what, "-out", certFile);
    const [cert, key] = await Promise.all(
      [certFile, keyFile].map((file) => Deno.readTextFile(file)),
    );
    await Deno.writeTextFile(storeFile, `${key}${cert}`);
    return { certFile, keyFile, storeFile };
  }
}

async function openssl(...args: readonly string[]): Promise<void> {
  const command = new Deno.Command("openssl", { args: [...args], stdin: "null" });
  const { success, stderr } = await command.output();
  if (!success) throw new Error(`openssl ${args[0]} failed:\n${new TextDecoder().decode(stderr)}`);
}
