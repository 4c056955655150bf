import { basename } from "node:path";
import { type Flags, readStack, stackFile } from "../plan/stack-file";
import { isEncrypted, isMap, stackSettings } from "../plan/stack-yaml";
import { parseConfig, type StackConfig } from "../stacks/config/parse";
import { kubeconfigSecret, secretNeeds } from "../stacks/config/secret-needs";
import { type Probe, type Requirement, requirements } from "../stacks/preflight";
import type { CheckLine } from "./check-lines";

/** What a check asks this machine, and the world. */
export interface Surroundings {
  readonly probe: Probe;
  /** What a program says of its version; undefined where it doesn't run. */
  readonly version: (tool: string, args: readonly string[]) => Promise<string | undefined>;
  /** The kubeconfig of the stack's cluster, where there is one yet. */
  readonly kubeconfig: (config: StackConfig) => Promise<string | undefined>;
  /** Version of the cluster's Kubernetes. @throws Error with the reason why it can't be reached */
  readonly reach: (kubeconfig: string) => Promise<string>;
  /** ISO 8601, e.g. 2026-11-21. */
  readonly today: string;
}

/** Days after which a secret has to be changed. */
const dueDays = 90;

/** Days before, from which on that is said. */
const warningDays = 14;

const unmet = {
  tool: "isn't on PATH, or doesn't run",
  credential: "is missing, or isn't accepted",
  setting: "isn't set",
};

async function requirementLine(requirement: Requirement, { probe, version }: Surroundings): Promise<CheckLine> {
  const { asks, fix, met, name: what, optional = false, purpose, type } = requirement;
  const group = type === "tool" ? "Tools" : "Credentials";
  if (await met(probe)) {
    const found = asks === undefined ? undefined : await version(what, asks);
    return { group, mark: "fine", what, state: found ?? "is there" };
  }
  const use = `${optional ? "it helps" : "it is needed"} to ${purpose}`;
  return {
    group,
    mark: optional ? "advice" : "wrong",
    what,
    state: `${unmet[type]}; ${use}`,
    fix: `to mend it: ${fix}`,
  };
}

/** Mistakes of a refusal, one by one, without the heading that counts them. */
function mistakes(error: unknown): readonly string[] {
  const lines = (error instanceof Error ? error.message : String(error)).split("\n");
  const listed = lines.filter((line) => line.startsWith("  - ")).map((line) => line.slice(4));
  return listed.length > 0 ? listed : lines;
}

function ageLine(name: string, rotated: string, today: string): CheckLine {
  const days = Math.floor((Date.parse(today) - Date.parse(rotated)) / 86_400_000);
  const state = `was changed on ${rotated}, ${String(days)} days ago`;
  const line = { group: "Secrets", what: name, state } as const;
  const fix = `it must be changed every ${String(dueDays)} days: rootstock rotate ${name}`;
  if (days >= dueDays) return { ...line, mark: "wrong", fix };
  return days >= dueDays - warningDays ? { ...line, mark: "advice", fix } : { ...line, mark: "fine" };
}

function secretLines(config: StackConfig, supplied: unknown, stack: string, today: string): readonly CheckLine[] {
  const ages = Object.entries(config.secretVersions).map(([name, { rotated }]) => ageLine(name, rotated, today));
  // A map that is encrypted as a whole hides its names, too.
  if (isMap(supplied) && "secure" in supplied)
    return [{ group: "Secrets", mark: "skipped", what: "secrets", state: "are encrypted as a whole" }, ...ages];
  const there = isMap(supplied) ? Object.keys(supplied).filter((name) => isEncrypted(supplied[name])) : [];
  const needed = secretNeeds(config).filter(({ required }) => required);
  const lacking = needed
    .filter(({ name }) => !there.includes(name))
    .map(({ description, name }): CheckLine => {
      const fix = `pulumi config set --stack ${stack} --secret --path 'secrets.${name}'`;
      return { group: "Secrets", mark: "wrong", what: name, state: `is missing (${description})`, fix };
    });
  if (needed.length > 0 && lacking.length === 0)
    return [{ group: "Secrets", mark: "fine", what: "secrets", state: `${String(needed.length)} are there` }, ...ages];
  return [...lacking, ...ages];
}

async function clusterLine(config: StackConfig, around: Surroundings): Promise<CheckLine> {
  const line = { group: "Cluster", what: config.cluster.kind } as const;
  try {
    const kubeconfig = await around.kubeconfig(config);
    if (kubeconfig === undefined) return { ...line, mark: "skipped", state: "there is no cluster yet" };
    return { ...line, mark: "fine", state: `answers: Kubernetes ${await around.reach(kubeconfig)}` };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ...line, mark: "wrong", state: `can't be reached: ${reason}` };
  }
}

/** Whether a stack can be deployed from this machine: configuration, tools, credentials, secrets and cluster, at once. */
export async function checkStack(flags: Flags, around: Surroundings): Promise<readonly CheckLine[]> {
  const { file, stack } = stackFile(flags);
  const what = basename(file);
  try {
    const { raw } = await readStack(flags);
    const config = await parseConfig(raw);
    const supplied = stackSettings(file)["secrets"];
    const given = isMap(supplied) && isEncrypted(supplied[kubeconfigSecret]);
    const needed = requirements(config.cluster, { kubeconfig: given });
    const machine = await Promise.all(needed.map((requirement) => requirementLine(requirement, around)));
    const system = `${config.system}, ${config.environment}, on ${config.cluster.kind}`;
    return [
      { group: "Configuration", mark: "fine", what, state: system },
      ...machine,
      ...secretLines(config, supplied, stack, around.today),
      await clusterLine(config, around),
    ];
  } catch (error) {
    // What every kind of cluster needs can be looked at all the same.
    const needed = requirements({ kind: "stack", reference: stack }, { kubeconfig: false });
    return [
      ...mistakes(error).map((state): CheckLine => ({ group: "Configuration", mark: "wrong", what, state })),
      ...(await Promise.all(needed.map((requirement) => requirementLine(requirement, around)))),
    ];
  }
}
