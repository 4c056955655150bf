import type * as k8s from "@pulumi/kubernetes";
import { ComponentResource, type ComponentResourceOptions, type Resource } from "@pulumi/pulumi";
import { chartRelease } from "../chart-release";
import { type ChartValues, mergeValues } from "../chart-values";
import type { DnsAccess, DnsSettings } from "../dns/contract";
import { createDnsCredentials } from "../dns/credentials";
import { externalDnsProvider } from "../dns/external-dns-provider";
import { closeExternalDns } from "../dns/network-policy";
import { footprints } from "../footprint";
import { ingressControllers } from "../ingress-controller";
import { platformNamespace } from "../namespace";
import { charts } from "../versions";
import type { AddOnContext } from "./context";

/** Arguments of {@link ExternalDns}. */
export interface ExternalDnsArgs extends AddOnContext {
  readonly settings: Pick<DnsSettings, "zones" | "policy">;
  readonly access: DnsAccess;
  /** What tells the records of this platform from those of any other in the same zone, for ever. */
  readonly owner: string;
  /** The definition of ServiceMonitors, where one is to be made. @default no ServiceMonitor */
  readonly monitoringTypes?: Resource;
}

/** What doesn't depend on the stack. */
const externalDnsDefaults: ChartValues = {
  // Services have no names of ours: everything comes in through the ingress controller, whose address its Ingresses show.
  sources: ["ingress"],
  registry: "txt",
  // Ends in a dot, or the record beside that of a zone's own name would lie outside of the zone; never change it: owned
  // records would be nobody's.
  txtPrefix: "%{record_type}-owner.",
  logFormat: "json",
  resources: footprints.externalDns,
  securityContext: { seccompProfile: { type: "RuntimeDefault" } },
  extraArgs: {
    "ingress-class": ingressControllers.nginx.className,
    // An asterisk can't be in the middle of a name.
    "txt-wildcard-replacement": "wildcard",
  },
};

/**
 * external-dns, which writes a record at the DNS provider for every host that an Ingress has in the zones.
 *
 * It changes nothing that it didn't make: beside each record stands a TXT record that names its owner.
 *
 * @example
 * new ExternalDns("external-dns", { cluster, environment, mirrors, settings, access, owner: "rootstock-todo-prod" });
 */
export class ExternalDns extends ComponentResource {
  readonly release: k8s.helm.v3.Release;

  constructor(name: string, args: ExternalDnsArgs, opts: ComponentResourceOptions = {}) {
    super("rootstock:platform:ExternalDns", name, {}, opts);
    const { access, cluster, environment, mirrors, monitoringTypes, owner, settings } = args;
    const namespace = platformNamespace({ chart: charts["external-dns"], environment, cluster, parent: this }).metadata
      .name;
    const credentials = createDnsCredentials(access, {
      addOn: "external-dns",
      namespace,
      provider: cluster.provider,
      parent: this,
    });
    closeExternalDns({
      namespace,
      monitored: monitoringTypes !== undefined,
      provider: cluster.provider,
      parent: this,
    });
    const identity = access.provider === "route53" ? access.identities?.["external-dns"] : undefined;
    this.release = chartRelease({
      addOn: "external-dns",
      cluster,
      mirrors,
      namespace,
      values: [
        externalDnsProvider({
          access,
          domains: settings.zones.map(({ domain }) => domain),
          ...(credentials === undefined ? {} : { credentials }),
        }),
        {
          policy: settings.policy,
          txtOwnerId: owner,
          serviceMonitor: { enabled: monitoringTypes !== undefined },
        },
      ].reduce(mergeValues, externalDnsDefaults),
      // A pod that starts before its identity never gets it.
      after: [identity, monitoringTypes].filter((resource) => resource !== undefined),
      parent: this,
    });
    this.registerOutputs({});
  }
}
