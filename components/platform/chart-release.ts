import * as k8s from "@pulumi/kubernetes";
import type { Input, Resource } from "@pulumi/pulumi";
import type { ClusterHandle } from "../cluster/contract";
import type { ChartFacts } from "./chart-facts";
import { chartSource } from "./chart-source";
import { type ChartValues, mergeValues } from "./chart-values";
import type { AddOnName, Mirrors } from "./contract";
import { crdUpgradeHooks } from "./crd-upgrade-hook";
import { imageMirrorValues } from "./images";
import { charts } from "./versions";

/** Arguments of {@link chartRelease}. */
export interface ChartReleaseArgs {
  readonly addOn: AddOnName;
  readonly cluster: ClusterHandle;
  readonly mirrors: Mirrors;
  /** A namespace of the program, or one that the cluster has. */
  readonly namespace: Input<string>;
  readonly values: ChartValues;
  /** What must be installed before, beyond the cluster itself. @default nothing */
  readonly after?: readonly Resource[];
  /** Whether the chart has pods, which need nodes. @default true */
  readonly pods?: boolean;
  readonly parent: Resource;
}

/**
 * The one way to install a chart: pinned version, its repository or the mirror's, its own timeout, waited for, and
 * rolled back or cleaned up when it fails. `atomic` and `awaited` follow the table of charts, which says why where
 * they are off.
 */
export function chartRelease(args: ChartReleaseArgs): k8s.helm.v3.Release {
  const { addOn, after = [], cluster, mirrors, namespace, parent, pods = true, values } = args;
  const chart: ChartFacts = charts[addOn];
  const source = chartSource(chart, mirrors.charts);
  return new k8s.helm.v3.Release(
    addOn,
    {
      name: chart.release,
      namespace,
      createNamespace: false,
      chart: source.chart,
      version: source.version,
      ...(source.repository === undefined ? {} : { repositoryOpts: { repo: source.repository } }),
      values: mergeValues(values, imageMirrorValues(chart, mirrors.images)),
      timeout: chart.timeoutSeconds,
      atomic: chart.atomic,
      cleanupOnFail: true,
      skipAwait: chart.awaited === false,
      ...(chart.definitions === "left-out" ? { skipCrds: true } : {}),
      // Helm's own default; without a limit every update adds a Secret for good.
      maxHistory: 10,
    },
    {
      parent,
      provider: cluster.provider,
      dependsOn: [...cluster.accessNeeds, ...(pods ? cluster.podsNeed : []), ...after],
      ...(chart.definitions === "crds-folder"
        ? { hooks: crdUpgradeHooks(`${addOn}-definitions`, { source, kubeconfig: cluster.kubeconfig }) }
        : {}),
    },
  );
}
