import type * as k8s from "@pulumi/kubernetes";
import { ComponentResource, type ComponentResourceOptions, type Resource } from "@pulumi/pulumi";
import type { Environment } from "../../environment";
import { chartRelease } from "../chart-release";
import { type ChartValues, mergeValues } from "../chart-values";
import { footprints } from "../footprint";
import { platformNamespace } from "../namespace";
import { charts } from "../versions";
import type { AddOnContext } from "./context";

/** Arguments of {@link Kyverno}. */
export interface KyvernoArgs extends AddOnContext {
  /** The definition of ServiceMonitors, where one is to be made. @default no ServiceMonitor */
  readonly monitoringTypes?: Resource;
}

/** Namespaces that no webhook of Kyverno is asked about: Kubernetes' own, and those of every add-on. */
const leftAlone: readonly string[] = [
  ...new Set([
    "kube-system",
    "kube-public",
    "kube-node-lease",
    ...Object.values(charts).map(({ namespace }) => namespace),
  ]),
].sort();

/** What doesn't depend on the stack. */
const kyvernoDefaults: ChartValues = {
  config: {
    // Kept, it would outlive the release, and the next one couldn't take it over.
    preserve: false,
    webhooks: {
      namespaceSelector: {
        matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "NotIn", values: leftAlone }],
      },
    },
  },
  admissionController: {
    container: { resources: footprints.kyverno },
    initContainer: { resources: footprints.kyvernoStart },
  },
  // They generate, clean up and report: rights all over the cluster for nothing that is used here.
  backgroundController: { enabled: false },
  cleanupController: { enabled: false },
  reportsController: { enabled: false },
  features: {
    // Nobody would gather them.
    admissionReports: { enabled: false },
    policyReports: { enabled: false },
    backgroundScan: { enabled: false },
    generateValidatingAdmissionPolicy: { enabled: false },
    validatingAdmissionPolicyReports: { enabled: false },
    logging: { format: "json" },
  },
  crds: { migration: { podResources: footprints.kyvernoHook } },
  webhooksCleanup: { resources: footprints.kyvernoHook },
  // Nobody runs Helm's tests, but what they name would be of no version at all.
  test: { image: { tag: charts.kyverno.appVersion } },
};

/** Values of the chart for a stack. */
function kyvernoValues(args: { readonly environment: Environment; readonly serviceMonitor: boolean }): ChartValues {
  const several = args.environment !== "dev";
  return mergeValues(kyvernoDefaults, {
    admissionController: {
      // No pod that must be verified starts while none of them answers; three, as its makers ask for high availability.
      replicas: several ? 3 : 1,
      podDisruptionBudget: { enabled: several },
      serviceMonitor: { enabled: args.serviceMonitor },
    },
  });
}

/**
 * Kyverno, which verifies the signatures of images on admission. Of its controllers the one that answers admission
 * requests runs, and no other.
 *
 * It can't lock the cluster out: it is asked about pods of namespaces that have a policy (their API server's webhooks
 * are pinned to the policy's own namespace), and never about Kubernetes' own namespaces or those of the platform,
 * itself included, so that everything which it needs to come back starts without it. While it is away, new pods of
 * those namespaces wait, as their policy says with `failurePolicy: Fail`; running ones go on, and may be removed.
 * Removing the release removes its webhooks first, by a hook; should that ever fail:
 * `kubectl delete validatingwebhookconfiguration,mutatingwebhookconfiguration -l webhook.kyverno.io/managed-by=kyverno`.
 *
 * @example
 * const { release } = new Kyverno("kyverno", { cluster, environment, mirrors });
 */
export class Kyverno extends ComponentResource {
  readonly release: k8s.helm.v3.Release;

  constructor(name: string, args: KyvernoArgs, opts: ComponentResourceOptions = {}) {
    super("rootstock:platform:Kyverno", name, {}, opts);
    const { cluster, environment, mirrors, monitoringTypes } = args;
    const namespace = platformNamespace({ chart: charts.kyverno, environment, cluster, parent: this });
    this.release = chartRelease({
      addOn: "kyverno",
      cluster,
      mirrors,
      namespace: namespace.metadata.name,
      values: kyvernoValues({ environment, serviceMonitor: monitoringTypes !== undefined }),
      after: monitoringTypes === undefined ? [] : [monitoringTypes],
      parent: this,
    });
    this.registerOutputs({});
  }
}
