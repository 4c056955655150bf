import type * as k8s from "@pulumi/kubernetes";
import { ComponentResource, type ComponentResourceOptions } from "@pulumi/pulumi";
import { chartRelease } from "../chart-release";
import type { ChartValues } from "../chart-values";
import { charts } from "../versions";
import type { AddOnContext } from "./context";

/** Arguments of {@link PrometheusOperatorCrds}: nothing of its own. */
export type PrometheusOperatorCrdsArgs = AddOnContext;

/** Every definition is installed. */
const prometheusOperatorCrdsDefaults: ChartValues = {};

/**
 * The definitions of ServiceMonitor, PrometheusRule and their kin, as a release of their own: whoever has such
 * objects waits for this small chart and not for the whole of monitoring.
 *
 * @example
 * const definitions = new PrometheusOperatorCrds("prometheus-operator-crds", { cluster, environment, mirrors });
 */
export class PrometheusOperatorCrds extends ComponentResource {
  readonly release: k8s.helm.v3.Release;

  constructor(name: string, args: PrometheusOperatorCrdsArgs, opts: ComponentResourceOptions = {}) {
    super("rootstock:platform:PrometheusOperatorCrds", name, {}, opts);
    this.release = chartRelease({
      addOn: "prometheus-operator-crds",
      cluster: args.cluster,
      mirrors: args.mirrors,
      namespace: charts["prometheus-operator-crds"].namespace,
      values: prometheusOperatorCrdsDefaults,
      pods: false,
      parent: this,
    });
    this.registerOutputs({});
  }
}
