import type * as k8s from "@pulumi/kubernetes";
import { ComponentResource, type ComponentResourceOptions, type Resource } from "@pulumi/pulumi";
import { chartRelease } from "../chart-release";
import { type ChartValues, mergeValues } from "../chart-values";
import { footprints } from "../footprint";
import { charts } from "../versions";
import type { AddOnContext } from "./context";

/** Arguments of {@link SealedSecretsController}. */
export interface SealedSecretsControllerArgs extends AddOnContext {
  /** The definition of ServiceMonitors, where one is to be made. @default no ServiceMonitor */
  readonly monitoringTypes?: Resource;
}

/** What doesn't depend on the stack. */
const sealedSecretsDefaults: ChartValues = {
  // Where kubeseal looks for it.
  fullnameOverride: "sealed-secrets-controller",
  // Until 0.40.0 whoever may open the controller's proxy could have it decrypt what isn't his (#2049).
  image: { tag: "0.40.0" },
  resources: footprints.sealedSecrets,
  podSecurityContext: { seccompProfile: { type: "RuntimeDefault" } },
  containerSecurityContext: { allowPrivilegeEscalation: false },
};

/**
 * Sealed Secrets, the controller that decrypts what only it can.
 *
 * It runs in kube-system, where `kubeseal` looks for it, and where its keys outlive the release.
 *
 * @example
 * const { release } = new SealedSecretsController("sealed-secrets", { cluster, environment, mirrors });
 */
export class SealedSecretsController extends ComponentResource {
  readonly release: k8s.helm.v3.Release;

  constructor(name: string, args: SealedSecretsControllerArgs, opts: ComponentResourceOptions = {}) {
    super("rootstock:platform:SealedSecrets", name, {}, opts);
    const { cluster, mirrors, monitoringTypes } = args;
    this.release = chartRelease({
      addOn: "sealed-secrets",
      cluster,
      mirrors,
      namespace: charts["sealed-secrets"].namespace,
      values: mergeValues(sealedSecretsDefaults, {
        metrics: { serviceMonitor: { enabled: monitoringTypes !== undefined } },
      }),
      after: monitoringTypes === undefined ? [] : [monitoringTypes],
      parent: this,
    });
    this.registerOutputs({});
  }
}
