import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve, sep } from "node:path";

const sound =
  "config:\n  environment: dev\n  system: juniper-canopy\n  imageTag: v1.0.0\n  cluster: { kind: minikube }\n";

/** Ten levels of ten aliases each: a gigabyte of text, once it is written out. */
const bomb = [
  "a0: &a0 [x, x, x, x, x, x, x, x, x, x]",
  ...Array.from({ length: 10 }, (_, n) => `a${String(n + 1)}: &a${String(n + 1)} [${`*a${String(n)}, `.repeat(10)}]`),
  "config: { digests: *a10 }\n",
].join("\n");

/** What is precious: outside of every folder that a command is told to write to. */
const precious = ["outside/victim.txt", "outside/deep/victim.yaml"];

/** Paths, as seen from where the commands run, of what is no stack's file though somebody says that it is. */
export const configPaths = [
  ...[
    "Pulumi.dev.yaml",
    "Pulumi.prod.yaml",
    "./Pulumi.dev.yaml",
    "../work/Pulumi.dev.yaml",
    "notes.txt",
    "missing.yaml",
  ],
  ...["Pulumi.huge.yaml", "Pulumi.binary.yaml", "Pulumi.bomb.yaml", "Pulumi.folder.yaml", "Pulumi.pipe.yaml"],
  ...["Pulumi.loop.yaml", "Pulumi.dangling.yaml", "Pulumi.zero.yaml", "Pulumi.deep.yaml", "Pulumi.polluted.yaml"],
  ...["/dev/null", "/dev/zero", "/dev/full", "/dev/stdin/x", "/proc/self/mem", "/proc/kmsg", ".", "..", "/", ""],
  ...[
    "/etc/passwd",
    `${"a".repeat(300)}.yaml`,
    `${"d/".repeat(3000)}x.yaml`,
    "Pulumi.dev.yaml/x",
    "Pulumi.\u0000.yaml",
  ],
];

/** Folders to write to, as seen from there; some hold traps of whoever could write to them before. */
export const outPaths = [
  ...["out", "./out/../out", "a/b/c", "out with spaces", "-out", "caf\u00e9", "\u202egnitirw", "\u001b[31mred", "..."],
  ...["linked", "linked/deep", "listed", "piped", "endless", "looped", "Pulumi.dev.yaml", "Pulumi.dev.yaml/x", "~"],
  ...[
    "/dev/null",
    "/dev/full",
    "/dev/null/x",
    "/proc/self/out",
    "/proc/out",
    "a".repeat(300),
    "d/".repeat(3000),
    "\u0000",
  ],
];

/** A folder in which command lines may do what they can, and a neighbour that none of them may touch. */
export class CliSandbox {
  readonly work: string;

  /** @param root an empty directory, which is this one's alone */
  constructor(private readonly root: string) {
    this.work = join(root, "work");
    this.reset();
  }

  /** Makes everything as it was. */
  reset(): void {
    for (const name of readdirSync(this.root)) rmSync(join(this.root, name), { recursive: true, force: true });
    const write = (path: string, text: string | Buffer): void => {
      mkdirSync(join(this.root, path, ".."), { recursive: true });
      writeFileSync(join(this.root, path), text);
    };
    for (const path of precious) write(path, "precious");
    write("work/Pulumi.dev.yaml", sound);
    write("work/Pulumi.prod.yaml", sound.replace("dev", "prod"));
    write("work/notes.txt", "these are notes\n");
    write("work/Pulumi.huge.yaml", `${sound}# ${"x".repeat(140_000)}\n`);
    write("work/Pulumi.binary.yaml", Buffer.from(Array.from({ length: 512 }, (_, n) => (n * 7) % 256)));
    write("work/Pulumi.bomb.yaml", bomb);
    write("work/Pulumi.deep.yaml", `config: ${"[".repeat(5_000)}${"]".repeat(5_000)}\n`);
    write("work/Pulumi.polluted.yaml", `${sound}  __proto__: { polluted: true }\n  constructor: { prototype: 1 }\n`);
    write("work/Pulumi.folder.yaml/x", "");
    write("work/listed/plan.json", JSON.stringify({ files: ["../../outside/victim.txt", "link/deep/victim.yaml"] }));
    for (const [path, target] of [
      ["Pulumi.loop.yaml", "Pulumi.loop.yaml"],
      ["Pulumi.dangling.yaml", "nowhere"],
      ["Pulumi.zero.yaml", "/dev/zero"],
      ["linked", "../outside"],
      ["listed/link", "../../outside"],
      ["looped/plan.json", "plan.json"],
      ["endless/plan.json", "/dev/zero"],
      ["endless/review.md", "../../outside/victim.txt"],
    ] as const) {
      mkdirSync(join(this.work, path, ".."), { recursive: true });
      symlinkSync(target, join(this.work, path));
    }
    mkdirSync(join(this.work, "piped"));
    execFileSync("mkfifo", [join(this.work, "Pulumi.pipe.yaml"), join(this.work, "piped/plan.json")]);
    this.#before = this.#contents();
  }

  /** Makes everything as it was, where anything isn't. */
  restore(): void {
    const added = [...this.#contents().keys()].filter((path) => !this.#before.has(path));
    for (const path of added) rmSync(path, { recursive: true, force: true });
    const now = this.#contents();
    if ([...this.#before].some(([path, text]) => now.get(path) !== text)) this.reset();
  }

  /** Whether somebody may try to write to a folder: the machine's own folders aren't for trying. */
  mayTry(out: string): boolean {
    const folder = resolve(this.work, out);
    return folder.startsWith(this.work + sep) || /^\/(dev|proc)\//.test(folder);
  }

  /** What is there but shouldn't, or isn't as it was; folders that are named to write to may have anything. */
  damage(outs: readonly string[]): readonly string[] {
    // A folder that is named to write to may be a link itself; what lies in it may not.
    const linked = outs.some((out) => resolve(this.work, out).startsWith(join(this.work, "linked")));
    const folders = [...outs.map((out) => resolve(this.work, out)), ...(linked ? [join(this.root, "outside")] : [])];
    const allowed = folders.map((folder) => folder + sep);
    const now = this.#contents();
    const isAllowed = (path: string): boolean =>
      !precious.some((one) => join(this.root, one) === path) &&
      allowed.some((folder) => (path + sep).startsWith(folder) || folder.startsWith(path + sep));
    return [...new Set([...this.#before.keys(), ...now.keys()])].filter(
      (path) => this.#before.get(path) !== now.get(path) && !isAllowed(path),
    );
  }

  #before: ReadonlyMap<string, string> = new Map();

  #contents(folder: string = this.root, all = new Map<string, string>()): ReadonlyMap<string, string> {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isSymbolicLink()) all.set(path, `link to ${readlinkSync(path)}`);
      else if (entry.isFile()) all.set(path, readFileSync(path, "latin1"));
      else all.set(path, entry.isDirectory() ? "folder" : "something else");
      if (entry.isDirectory()) this.#contents(path, all);
    }
    return all;
  }
}
