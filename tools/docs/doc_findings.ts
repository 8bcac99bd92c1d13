/** One finding of `deno doc --lint`. */
export interface DocFinding {
  /** The linter's message. */
  readonly message: string;
  /** File, line and column. */
  readonly place: string;
  /** The affected line. */
  readonly source: string;
  /** The line that declares the private type of a finding; null for other findings. */
  readonly privateType: string | null;
}

/** The findings that count, and how many of each kind do not. */
export interface DocVerdict {
  readonly findings: readonly DocFinding[];
  readonly members: number;
  readonly foreignTypes: number;
}

// error[code]: message, "--> file:line:column", the line itself; the line of a private type follows.
const block =
  /^error\[[\w-]+\]: (.+)\n +--> (.+)\n +\| *\n *\d+ \| (.*)$([^]*?)(?=^error|(?![^]))/gm;
const declaration = /^ *\d+ \| (.*)\n.*- this is the referenced type$/m;
const clean = /^Checked \d+ files?$/m;
const total = /^error: Found (\d+) documentation lint errors?\.$/m;

/**
 * Judges the output of `deno doc --lint`, without colors. Three kinds of findings do not count:
 *
 * - members of interfaces and classes without a comment, because with a documented owner, the name,
 *   its unit and the type usually say enough, and a comment that repeats them is noise;
 * - types of other packages in our signatures, which only those packages can export;
 * - schemas of the contract without an explicit type, which would repeat what the schema says.
 *
 * Throws if the output is not complete, so that a linter that crashed does not pass.
 */
export function judgeDocs(output: string): DocVerdict {
  const all = [...output.matchAll(block)].map(findingOf);
  const announced = clean.test(output) ? 0 : Number(total.exec(output)?.[1]);
  if (announced !== all.length) {
    throw new Error("Cannot judge: this is not a complete output of deno doc --lint");
  }
  const members = all.filter(isMember);
  const foreignTypes = all.filter(isForeignType);
  return {
    findings: all.filter((finding) =>
      !isMember(finding) && !isForeignType(finding) && !isSchema(finding)
    ),
    members: members.length,
    foreignTypes: foreignTypes.length,
  };
}

function findingOf([, message, place, source, rest]: RegExpExecArray): DocFinding {
  const privateType = declaration.exec(rest ?? "")?.[1] ?? null;
  return { message: message ?? "", place: place ?? "", source: source ?? "", privateType };
}

function isSchema({ message, place }: DocFinding): boolean {
  return message.endsWith("missing an explicit type annotation") && /src\/contract\//.test(place);
}

// `deno fmt` indents members and nothing else that can be exported.
function isMember({ message, source }: DocFinding): boolean {
  return message.endsWith("missing JSDoc documentation") && source.startsWith(" ");
}

// A type that its own module exports is private to nobody, because all our modules are checked
// together.
function isForeignType({ privateType }: DocFinding): boolean {
  return privateType?.startsWith("export ") ?? false;
}
