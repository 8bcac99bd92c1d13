/** A certificate and its private key, as PEM files. */
export interface Certificate {
  readonly certFile: string;
  readonly keyFile: string;
  /** Both, one behind the other, as a keystore of Kafka's type PEM has them. */
  readonly storeFile: string;
}

/** Whom a certificate is for, and how long. */
export interface CertificateOptions {
  /** As `subjectAltName` has them: `DNS:localhost`, `IP:127.0.0.1`. */
  readonly hosts?: readonly string[];
  /** From now on; below zero for one that has ended. */
  readonly days?: number;
}

/** Servers on this machine, under both of its names. */
export const thisMachine: readonly string[] = ["DNS:localhost", "IP:127.0.0.1"];

const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];

/** An authority of one test's own that signs whatever it is asked to; needs openssl. */
export class CertificateAuthority {
  /** What clients and servers have to trust. */
  readonly caFile: string;
  readonly #directory: string;

  private constructor(directory: string) {
    this.#directory = directory;
    this.caFile = `${directory}/ca.pem`;
  }

  /** A new one, which keeps its files in a directory that it makes. */
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
