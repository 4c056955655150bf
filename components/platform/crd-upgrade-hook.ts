import { type ExecFileException, execFile } from "node:child_process";
import { log, type Output, ResourceHook, type ResourceHookBinding, runtime } from "@pulumi/pulumi";
import { UsageError } from "../errors";
import type { ChartSource } from "./chart-source";
import { parseDefinitions, showDefinitions, versionChange } from "./crd-upgrade";
import { applyDefinition } from "./definition-apply";

/** What the upgrade of a chart's definitions needs. */
export interface CrdUpgradeArgs {
  readonly source: ChartSource;
  readonly kubeconfig: Output<string>;
}

/**
 * Hooks for a release whose chart keeps its definitions in a `crds/` folder, where Helm never upgrades them: before
 * an update to another version of the chart, the new version's definitions are applied. Nothing happens on creation,
 * where Helm installs them, nor in a preview.
 *
 * Where the monitor knows no hooks (Pulumi's mocks, and so plans and rehearsals), there are none.
 *
 * @param name unique among the program's hooks.
 */
export function crdUpgradeHooks(name: string, args: CrdUpgradeArgs): ResourceHookBinding {
  if (typeof runtime.getMonitor()?.registerResourceHook !== "function") {
    return {};
  }
  const hook = new ResourceHook(name, async ({ oldInputs, newInputs }) => {
    const change = versionChange(oldInputs, newInputs);
    if (change === undefined) {
      return;
    }
    const definitions = parseDefinitions(await helm(showDefinitions(args.source)));
    const kubeconfig = await known(args.kubeconfig);
    for (const definition of definitions) {
      await applyDefinition(definition, kubeconfig);
    }
    await log.info(
      `${args.source.chart} ${change.from} → ${change.to}: upgraded ${definitions.map(({ metadata }) => metadata.name).join(", ")}`,
    );
  });
  return { beforeUpdate: [hook] };
}

/** What the helm client prints. */
function helm(args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile("helm", [...args], { maxBuffer: 64 * 2 ** 20 }, (error, stdout, stderr) => {
      if (error === null) {
        resolve(stdout);
      } else {
        reject(new UsageError(failure(args, error, stderr)));
      }
    });
  });
}

function failure(args: readonly string[], error: ExecFileException, stderr: string): string {
  return error.code === "ENOENT"
    ? "Upgrading a chart's custom resource definitions needs the helm client, which is not on PATH: install Helm 3 and run pulumi up again."
    : `helm ${args.join(" ")} failed: ${stderr.trim() === "" ? error.message : stderr.trim()}`;
}

/** The value of an Output that is known, as all are once resources are created. */
function known(text: Output<string>): Promise<string> {
  return new Promise((resolve) => text.apply(resolve));
}
