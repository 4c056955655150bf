import { readFile } from "node:fs/promises";
import path from "node:path";
import { UsageError } from "../../components/errors";
import type { ControlPlaneSpec } from "./contract";
import { filesOf } from "./kwokctl";
import { processesOf } from "./processes";

/** The programs of a control plane that don't run, though they should; by the names that kwokctl gives them. */
export async function missingPrograms(directory: string, spec: ControlPlaneSpec): Promise<string[]> {
  const wanted = ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kwok-controller"];
  const running = new Set((await processesOf(directory)).map((one) => one.program));
  return [...wanted, ...(spec.metricsServer ? ["metrics-server"] : [])].filter((program) => !running.has(program));
}

/** The last line of a log that tells of an error. */
function lastError(log: string): string {
  const lines = log.split("\n").filter((line) => line.trim() !== "");
  return lines.findLast((line) => /^(Error|panic|[EF]\d{4})|"level":"(error|fatal)"/.test(line)) ?? lines.at(-1) ?? "";
}

/** Makes sure that every program outlived its start; says which one didn't, in its own words. */
export async function assertAllRun(directory: string, spec: ControlPlaneSpec): Promise<void> {
  const [missing] = await missingPrograms(directory, spec);
  if (missing === undefined) return;
  const file = path.join(filesOf(directory, spec.name).logs, `${missing}.log`);
  const said = lastError(await readFile(file, "utf8").catch(() => ""));
  throw new UsageError(`${missing} ended right after its start, so the control plane can't be used. It said: ${said}`);
}
