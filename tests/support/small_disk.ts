/** A directory on its own disk, which is small enough for a test to fill. */
export class SmallDisk implements AsyncDisposable {
  readonly #path: string;
  readonly #filler: string;

  private constructor(path: string) {
    this.#path = path;
    this.#filler = `${path}/filler`;
  }

  /** Mounts a memory disk of a number of megabytes on an unused directory; needs root. */
  static async under(path: string, megabytes: number): Promise<SmallDisk> {
    const aside = `${path}.aside`;
    await Deno.rename(path, aside);
    await Deno.mkdir(path);
    await run("mount", "-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", path);
    await run("cp", "-a", "--sparse=always", `${aside}/.`, path);
    await Deno.remove(aside, { recursive: true });
    return new SmallDisk(path);
  }

  /** Whether this process may mount disks. */
  static isAllowed(): boolean {
    return Deno.build.os === "linux" && Deno.uid() === 0;
  }

  /** Fills it up. */
  async fill(): Promise<void> {
    const block = new Uint8Array(1 << 20);
    using file = await Deno.open(this.#filler, { create: true, append: true });
    for (let size = block.length; size > 0;) {
      try {
        await file.write(block.subarray(0, size));
      } catch {
        size >>= 1; // the last gap is smaller than a block
      }
    }
  }

  /** Frees the space again. */
  async free(): Promise<void> {
    await Deno.remove(this.#filler);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await run("umount", this.#path);
  }
}

async function run(program: string, ...args: readonly string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(program, { args: [...args] }).output();
  if (!success) throw new Error(`${program}: ${new TextDecoder().decode(stderr)}`);
}
