import type * as k8s from "@pulumi/kubernetes";
import { ComponentResource, type ComponentResourceOptions, type Resource } from "@pulumi/pulumi";
import type { Environment } from "../../environment";
import { chartRelease } from "../chart-release";
import { type ChartValues, mergeValues } from "../chart-values";
import type { DnsAccess } from "../dns/contract";
import { createDnsCredentials } from "../dns/credentials";
import { footprints } from "../footprint";
import { createIssuers, type IssuerArgs } from "../issuers";
import { platformNamespace } from "../namespace";
import { charts } from "../versions";
import type { AddOnContext } from "./context";

/** Arguments of {@link CertManager}. */
export interface CertManagerArgs extends AddOnContext {
  readonly issuers: Omit<IssuerArgs, "dns01">;
  /** Zones in which challenges are answered by records. @default all are answered over HTTP */
  readonly dns01?: { readonly access: DnsAccess; readonly zones: readonly string[] };
  /** The definition of ServiceMonitors, where they are to be made. @default no ServiceMonitor */
  readonly monitoringTypes?: Resource;
}

/** What doesn't depend on the stack. */
const certManagerDefaults: ChartValues = {
  // Its leases would otherwise lie in kube-system and stay there when it goes.
  global: { leaderElection: { namespace: charts["cert-manager"].namespace } },
  crds: { enabled: true },
  prometheus: { enabled: true },
  resources: footprints.certManager,
  webhook: { resources: footprints.certManagerWebhook },
  cainjector: { resources: footprints.certManagerInjector },
  // The release is only done when the webhook answers: issuers can follow at once.
  startupapicheck: { enabled: true, resources: footprints.certManagerCheck },
};

/**
 * Values of the chart for a stack. In production the definitions stay when the release goes: removing them would
 * remove every certificate of the cluster.
 */
function certManagerValues(args: { readonly environment: Environment; readonly serviceMonitor: boolean }): ChartValues {
  return mergeValues(certManagerDefaults, {
    crds: { keep: args.environment === "prod" },
    prometheus: { servicemonitor: { enabled: args.serviceMonitor } },
  });
}

/**
 * cert-manager with the issuers of Let's Encrypt.
 *
 * @example
 * new CertManager("cert-manager", { cluster, environment, mirrors, issuers: { email: "ops@example.com", ingressClass: "nginx" } });
 */
export class CertManager extends ComponentResource {
  readonly release: k8s.helm.v3.Release;

  constructor(name: string, args: CertManagerArgs, opts: ComponentResourceOptions = {}) {
    super("rootstock:platform:CertManager", name, {}, opts);
    const { cluster, dns01, environment, issuers, mirrors, monitoringTypes } = args;
    const namespace = platformNamespace({
      chart: charts["cert-manager"],
      environment,
      cluster,
      parent: this,
    });
    this.release = chartRelease({
      addOn: "cert-manager",
      cluster,
      mirrors,
      namespace: namespace.metadata.name,
      values: certManagerValues({ environment, serviceMonitor: monitoringTypes !== undefined }),
      // A pod that starts before its identity never gets it.
      after: [
        dns01?.access.provider === "route53" ? dns01.access.identities?.["cert-manager"] : undefined,
        monitoringTypes,
      ].filter((resource) => resource !== undefined),
      parent: this,
    });
    const credentials =
      dns01 === undefined
        ? undefined
        : createDnsCredentials(dns01.access, {
            addOn: "cert-manager",
            namespace: namespace.metadata.name,
            provider: cluster.provider,
            parent: this,
          });
    createIssuers(
      {
        ...issuers,
        ...(dns01 === undefined ? {} : { dns01: { ...dns01, ...(credentials === undefined ? {} : { credentials }) } }),
      },
      { parent: this, provider: cluster.provider, dependsOn: [this.release] },
    );
    this.registerOutputs({});
  }
}
