import type * as k8s from "@pulumi/kubernetes";
import { ComponentResource, type ComponentResourceOptions, type Resource } from "@pulumi/pulumi";
import type { Environment } from "../../environment";
import { chartRelease } from "../chart-release";
import { type ChartValues, mergeValues } from "../chart-values";
import { footprints } from "../footprint";
import { platformNamespace } from "../namespace";
import { charts } from "../versions";
import type { AddOnContext } from "./context";

/** Arguments of {@link ExternalSecretsOperator}. */
export interface ExternalSecretsOperatorArgs extends AddOnContext {
  /** The definition of ServiceMonitors, where one is to be made. @default no ServiceMonitor */
  readonly monitoringTypes?: Resource;
  /** What gives its pods the right to read, which they only get when they start after it. @default rights of their own */
  readonly identity?: Resource;
}

/** What doesn't depend on the stack. */
const externalSecretsDefaults: ChartValues = {
  installCRDs: true,
  leaderElect: true,
  resources: footprints.externalSecrets,
  webhook: { resources: footprints.externalSecretsWebhook },
  certController: { resources: footprints.externalSecretsCertificates },
};

/** Values of the chart for a stack. */
function externalSecretsValues(args: {
  readonly environment: Environment;
  readonly serviceMonitor: boolean;
}): ChartValues {
  const replicas = args.environment === "dev" ? 1 : 2;
  return mergeValues(externalSecretsDefaults, {
    replicaCount: replicas,
    // Nothing can be written while no webhook answers.
    webhook: { replicaCount: replicas },
    // With the definitions every ExternalSecret would go, and with those the Secrets that pods use.
    crds: { annotations: args.environment === "prod" ? { "helm.sh/resource-policy": "keep" } : {} },
    serviceMonitor: { enabled: args.serviceMonitor, renderMode: "alwaysRender" },
  });
}

/**
 * External Secrets, the operator that copies secrets from a store outside of the cluster.
 *
 * @example
 * const { release } = new ExternalSecretsOperator("external-secrets", { cluster, environment, mirrors });
 */
export class ExternalSecretsOperator extends ComponentResource {
  readonly release: k8s.helm.v3.Release;

  constructor(name: string, args: ExternalSecretsOperatorArgs, opts: ComponentResourceOptions = {}) {
    super("rootstock:platform:ExternalSecrets", name, {}, opts);
    const { cluster, environment, identity, mirrors, monitoringTypes } = args;
    const namespace = platformNamespace({ chart: charts["external-secrets"], environment, cluster, parent: this });
    this.release = chartRelease({
      addOn: "external-secrets",
      cluster,
      mirrors,
      namespace: namespace.metadata.name,
      values: externalSecretsValues({ environment, serviceMonitor: monitoringTypes !== undefined }),
      after: [monitoringTypes, identity].filter((resource) => resource !== undefined),
      parent: this,
    });
    this.registerOutputs({});
  }
}
