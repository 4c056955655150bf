import { spawn } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { UsageError } from "../../components/errors";
import type { Binaries } from "./binaries";
import { killProcessesOf } from "./processes";

/** The files of a control plane's directory that more than one of us knows. */
export const filesOf = (directory: string, name: string) =>
  ({
    configuration: path.join(directory, "kwokctl.yaml"),
    kubeconfig: path.join(directory, "kubeconfig"),
    spec: path.join(directory, "spec.json"),
    home: path.join(directory, "home"),
    logs: path.join(directory, "clusters", name, "logs"),
  }) as const;

/** The environment that kwokctl runs in: its directories are ours, and no setting of the user's reaches it. */
function environmentOf(directory: string, binaries: Binaries): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([key]) => !key.startsWith("KWOK_") && key !== "KUBECONFIG");
  const { home, kubeconfig } = filesOf(directory, "");
  return {
    ...Object.fromEntries(inherited),
    HOME: home,
    KUBECONFIG: kubeconfig,
    KWOK_WORKDIR: directory,
    PATH: [path.dirname(binaries.kubectl ?? binaries.kwokctl ?? ""), process.env["PATH"] ?? ""].join(path.delimiter),
  };
}

/** One sentence for what stopped kwokctl. */
export function explainKwokctlFailure(output: string, what: string): UsageError {
  if (/no space left on device|disk quota exceeded/i.test(output)) {
    return new UsageError(
      `The disk is full: the control plane couldn't be ${what}. Make room, or point ROOTSTOCK_CACHE at another disk.`,
    );
  }
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  const offline = /dial tcp|no such host|connection refused|i\/o timeout|TLS handshake|status 403|status 50\d/i.test(
    output,
  );
  const hint = offline
    ? "Without Go, kwokctl downloads official programs, which takes the internet; install Go 1.26 or newer, or use " +
      "`npm run plan`, which needs Node alone. "
    : "";
  return new UsageError(
    `kwokctl couldn't have the control plane ${what}. ${hint}It said: ${lines.slice(-3).join(" ").trim()}`,
  );
}

/** Runs kwokctl for the control plane of a directory. */
export async function kwokctl(
  directory: string,
  name: string,
  binaries: Binaries,
  action: "create" | "start",
): Promise<void> {
  const { configuration, home } = filesOf(directory, name);
  await mkdir(home, { recursive: true });
  const child = spawn(
    binaries.kwokctl ?? "kwokctl",
    [
      action,
      "cluster",
      "--name",
      name,
      "--config",
      configuration,
      ...(action === "create" ? ["--kubeconfig", ""] : []),
    ],
    // Ctrl-C reaches all processes of a terminal: kwokctl and what it starts are ended by us, in order.
    { cwd: directory, env: environmentOf(directory, binaries), stdio: ["ignore", "pipe", "pipe"], detached: true },
  );
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject).on("exit", resolve);
  });
  if (code !== 0) throw explainKwokctlFailure(output, action === "create" ? "created" : "started");
}

/** Starts the processes of a control plane again, whatever is left of them. */
export async function restart(directory: string, name: string, binaries: Binaries): Promise<void> {
  await killProcessesOf(directory);
  // kwokctl takes a number that is listed there for a process that runs, even if that one has ended.
  const pids = path.join(directory, "clusters", name, "pids");
  await rm(pids, { recursive: true, force: true });
  await mkdir(pids);
  await kwokctl(directory, name, binaries, "start");
}

/**
 * Writes the kubeconfig that a rehearsal hands out: the one that kwokctl made, with the credentials in it instead of
 * the names of their files.
 */
export async function writeKubeconfig(directory: string, name: string): Promise<string> {
  const made = await readFile(path.join(directory, "clusters", name, "kubeconfig.yaml"), "utf8");
  const files = [...made.matchAll(/^(\s*(?:- )?)(certificate-authority|client-certificate|client-key): (.+)$/gm)];
  let text = made;
  for (const [line, indent = "", key = "", file = ""] of files) {
    const content = await readFile(file.replaceAll('"', ""));
    text = text.replace(line, `${indent}${key}-data: ${content.toString("base64")}`);
  }
  await writeFile(filesOf(directory, name).kubeconfig, text, { mode: 0o600 });
  return text;
}
