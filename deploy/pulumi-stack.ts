import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { LocalWorkspace, Stack, type UpdateSummary } from "@pulumi/pulumi/automation";

/** Where a stack's program and state are. */
export interface StackPlace {
  readonly stack: string;
  /** Directory with Pulumi.yaml. */
  readonly directory: string;
  /** Variables beside those of this process, such as the place of the state. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * A stack of the project as it is, without selecting it: which stack is selected on this machine is its user's choice,
 * and operations name theirs.
 */
export async function openStack({ directory, environment, stack }: StackPlace): Promise<Stack> {
  const workspace = await LocalWorkspace.create({ workDir: directory, envVars: { ...environment } });
  const unselecting = Object.create(workspace) as LocalWorkspace;
  unselecting.selectStack = () => Promise.resolve();
  return Stack.select(stack, unselecting);
}

/** State is text, and a stack of a thousand resources has some megabytes of it. */
const largestOutput = 1024 ** 3;

/**
 * Runs a command of `pulumi` in the project.
 *
 * @returns its standard output
 * @throws Error with what it wrote to standard error
 */
export async function pulumiIn(
  { directory, environment }: Omit<StackPlace, "stack">,
  words: readonly string[],
): Promise<string> {
  const { stdout } = await promisify(execFile)("pulumi", [...words, "--non-interactive"], {
    cwd: directory,
    env: { ...process.env, ...environment },
    maxBuffer: largestOutput,
  });
  return stdout;
}

/** The same about a stack. */
export function pulumiText({ name, workspace }: Stack, words: readonly string[]): Promise<string> {
  const place = { directory: workspace.workDir, environment: workspace.envVars };
  return pulumiIn(place, [...words, "--stack", name]);
}

/** Updates that Pulumi tells of at once; without being asked it tells ten. */
const pageSize = 100;

/** Every update of a stack, latest first, without secrets. */
export async function allUpdates(stack: Stack): Promise<readonly UpdateSummary[]> {
  const updates: UpdateSummary[] = [];
  for (let page = 1; ; page += 1) {
    const some = await stack.history(pageSize, page, false);
    updates.push(...some);
    if (some.length < pageSize) return updates;
  }
}

/** Does something with a stack under variables of its own. */
export async function withVariables<Result>(
  { workspace: { envVars } }: Stack,
  variables: Readonly<Record<string, string>>,
  action: () => Promise<Result>,
): Promise<Result> {
  const before = { ...envVars };
  Object.assign(envVars, variables);
  try {
    return await action();
  } finally {
    for (const name of Object.keys(variables)) Reflect.deleteProperty(envVars, name);
    Object.assign(envVars, before);
  }
}
