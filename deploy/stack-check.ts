import { basename } from "node:path";
import { type Flags, readStack, stackFile } from "../plan/stack-file";
import { isEncrypted, isMap, stackSettings } from "../plan/stack-yaml";
import { parseConfig, type StackConfig } from "../stacks/config/parse";
import { kubeconfigSecret, secretNeeds } from "../stacks/config/secret-needs";
import { type Probe, type Requirement, requirements } from "../stacks/preflight";
import type { CheckLine } from "./check-lines";
import { rotationCommand } from "./rotation-check";
import { type StackSecret, stackSecrets } from "./stack-secrets";
import { stackWords } from "./stack-words";

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

const ageMarks = { fine: "fine", soon: "advice", due: "wrong", ahead: "advice" } as const;

/** How old a secret is; nothing of one whose day nobody has written down. */
function ageLines(secret: StackSecret, flags: Flags): readonly CheckLine[] {
  const { age, days, name, rotated } = secret;
  const { due, standing } = age;
  if (standing === "undated" || rotated === undefined) return [];
  const limit = due === undefined ? "" : `, and must be changed by ${due}`;
  const fix =
    standing === "ahead"
      ? `that day is yet to come; correct secretVersions.${name}.rotated`
      : `it must be changed every ${String(days)} days: ${rotationCommand(secret, stackWords(flags))}`;
  const state = `was changed on ${rotated}${limit}`;
  return [{ group: "Secrets", mark: ageMarks[standing], what: name, state, fix }];
}

function secretLines(config: StackConfig, supplied: unknown, flags: Flags, today: string): readonly CheckLine[] {
  const { stack } = stackFile(flags);
  const ages = stackSecrets(config, stack, today).flatMap((secret) => ageLines(secret, flags));
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
      ...secretLines(config, supplied, flags, around.today),
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
