import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { UsageError } from "../components/errors";

const run = promisify(execFile);

/** Seconds that a registry may take for an answer. */
const patience = 60;

/** A program that asks registries, with the credentials that it was logged in with. */
interface RegistryTool {
  readonly name: string;
  readonly version: readonly string[];
  readonly digest: (image: string) => readonly string[];
}

const tools: readonly RegistryTool[] = [
  { name: "crane", version: ["version"], digest: (image) => ["digest", image] },
  {
    name: "skopeo",
    version: ["--version"],
    digest: (image) => ["inspect", "--no-tags", "--format", "{{.Digest}}", `docker://${image}`],
  },
  {
    name: "docker",
    version: ["buildx", "version"],
    digest: (image) => ["buildx", "imagetools", "inspect", "--format", "{{.Manifest.Digest}}", image],
  },
];

/** What a registry answers for an image: its digest, of all platforms together where it has several. */
export type DigestOf = (image: string) => Promise<string>;

async function works({ name, version }: RegistryTool): Promise<boolean> {
  try {
    await run(name, [...version]);
    return true;
  } catch {
    return false;
  }
}

/** Why a tool failed: its last line, which names what the registry said. */
function reason(error: unknown): string {
  const { stderr = "", message = String(error) } = error as { readonly stderr?: string; readonly message?: string };
  const lines = (stderr.trim() === "" ? message : stderr).trim().split("\n");
  return (lines.at(-1) ?? "").trim().replace(/\.$/, "");
}

/**
 * The first of crane, skopeo and docker that is on PATH.
 *
 * @throws UsageError where there is none; the function that it gives, where the registry gives no digest.
 */
export async function registryTool(): Promise<DigestOf> {
  for (const tool of tools) {
    if (!(await works(tool))) continue;
    return async (image) => {
      try {
        const { stdout } = await run(tool.name, [...tool.digest(image)], { timeout: patience * 1000 });
        const digest = stdout.trim();
        if (/^sha256:[a-f0-9]{64}$/.test(digest)) return digest;
        throw new Error(`it answered "${digest.slice(0, 80)}"`);
      } catch (error) {
        throw new UsageError(
          `${image}: ${tool.name} found no digest (${reason(error)}); see that the image is there, and that ${tool.name} is logged in to its registry.`,
        );
      }
    };
  }
  throw new UsageError(
    "npm run pin asks registries by crane, skopeo or docker buildx, and found none of them on PATH; install one.",
  );
}
