import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ConfigMap, LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import { plan } from "../../plan/plan";
import { projectRoot } from "../../plan/program";
import { parseConfig } from "../../stacks/config/parse";
import { secretNeeds } from "../../stacks/config/secret-needs";

/** What of the checkout a Pulumi project consists of. */
const linked = ["index.ts", "components", "stacks", "node_modules", "package.json", "tsconfig.json"];

/** Whether the real engine is here. */
export function enginePresent(): boolean {
  try {
    execFileSync("pulumi", ["version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** A copy of the project with a file backend of its own, so that nothing of it is left in the checkout. */
export interface EngineProject {
  readonly directory: string;
  /** Variables by which `pulumi` finds its state and its secrets. */
  readonly environment: Readonly<Record<string, string>>;
  stack(name: string, config: ConfigMap): Promise<Stack>;
  remove(): void;
}

/** The program as it is, with a place of its own for stack files and state. */
export function engineProject(environment: Readonly<Record<string, string>>): EngineProject {
  const directory = mkdtempSync(join(tmpdir(), "rootstock-engine-"));
  const backend = join(directory, "state");
  mkdirSync(backend);
  cpSync(join(projectRoot, "Pulumi.yaml"), join(directory, "Pulumi.yaml"));
  for (const name of linked) symlinkSync(join(projectRoot, name), join(directory, name));
  const envVars = {
    ...environment,
    PULUMI_BACKEND_URL: `file://${backend}`,
    PULUMI_CONFIG_PASSPHRASE: "rehearsal",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // Charts that helm's library looks at must not come from somebody's own cache.
    HELM_CACHE_HOME: join(directory, "helm-cache"),
  };
  return {
    directory,
    environment: envVars,
    stack: async (stackName, config) => {
      const stack = await LocalWorkspace.createOrSelectStack({ stackName, workDir: directory }, { envVars });
      await stack.setAllConfig(config, true);
      return stack;
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** Packages our stand-in charts the way a mirror would hold the published ones. */
export function packageCharts(into: string, environment: Readonly<Record<string, string>>): void {
  const source = join(projectRoot, "rehearsal", "charts");
  mkdirSync(into, { recursive: true });
  for (const name of readdirSync(source)) {
    execFileSync("helm", ["package", join(source, name), "--destination", into], {
      env: { ...process.env, ...environment },
      stdio: "ignore",
    });
  }
}

/**
 * The settings of a development stack on an existing cluster, with stand-ins for its secrets.
 *
 * @param charts directory of packages
 * @param system the one that is deployed. @default todo
 */
export async function stackConfiguration(
  cluster: Readonly<Record<string, string>>,
  charts: string,
  system = "todo",
): Promise<ConfigMap> {
  const { input } = await plan({ env: "dev", system });
  const config = await parseConfig(input.raw);
  const secrets = secretNeeds(config).map(
    ({ name, standIn }) => [`secrets.${name}`, { value: standIn, secret: true }] as const,
  );
  return {
    system: { value: system },
    environment: { value: "dev" },
    domain: { value: "example.com" },
    imageTag: { value: "v1.0.0" },
    "cluster.kind": { value: "kubeconfig" },
    ...Object.fromEntries(Object.entries(cluster).map(([key, value]) => [`cluster.${key}`, { value }])),
    "platform.charts.mirror": { value: charts },
    ...Object.fromEntries(secrets),
  };
}
