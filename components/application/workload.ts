import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { autoscalerSpec, fewestPods } from "./autoscaling";
import type { Slot } from "./contract";
import { createController } from "./controller";
import { customResource } from "./custom-resources";
import { objectLabels, selectorLabels, slotLabels } from "./labels";
import { networkPolicySpec } from "./network-policy";
import type { PodReferences } from "./pod";
import { createReferences } from "./references";
import { otherSlot, podSets, standbyName } from "./slots";
import type { Child, Metadata, WorkloadArgs } from "./workload-args";

/** A workload and everything of its own: settings, secrets, identity, service, scaling, budget, policy, monitoring. */
export class WorkloadComponent extends pulumi.ComponentResource {
  constructor(name: string, args: WorkloadArgs, opts: pulumi.ComponentResourceOptions) {
    super("rootstock:application:Workload", name, {}, opts);
    const child = { parent: this };
    const metadata = { namespace: args.namespace, labels: objectLabels(args.application.name, name) };
    const references = createReferences(name, args, metadata, child);
    createController(name, args, metadata, references, child);
    createAccess(name, args, references, metadata, child);
    if (args.workload.kind !== "scheduled") createService(name, args, metadata, child);
    createScaling(name, args, metadata, child);
    createMonitoring(name, args, metadata, child);
    this.registerOutputs({});
  }
}

function createAccess(
  name: string,
  args: WorkloadArgs,
  { vault }: PodReferences,
  metadata: Metadata,
  child: Child,
): void {
  const { application, workload, platform, flows, storeRules } = args;
  const further = vault === undefined ? [] : [vault.egress];
  new k8s.networking.v1.NetworkPolicy(
    name,
    {
      metadata: { ...metadata, name },
      spec: networkPolicySpec(application, name, workload, platform.facts, flows, storeRules, further),
    },
    child,
  );
  if ((workload.permissions ?? []).length === 0) return;
  const rules = (workload.permissions ?? []).map(({ apiGroups, resources, verbs, resourceNames }) => ({
    apiGroups: [...apiGroups],
    resources: [...resources],
    verbs: [...verbs],
    ...(resourceNames === undefined ? {} : { resourceNames: [...resourceNames] }),
  }));
  new k8s.rbac.v1.Role(name, { metadata: { ...metadata, name }, rules }, child);
  new k8s.rbac.v1.RoleBinding(
    name,
    {
      metadata: { ...metadata, name },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name },
      subjects: [{ kind: "ServiceAccount", name, namespace: args.namespace }],
    },
    child,
  );
}

function createService(name: string, args: WorkloadArgs, metadata: Metadata, child: Child): void {
  const { workload, application } = args;
  if (workload.kind === "scheduled") return;
  const service = (of: string, slot: Slot | undefined): k8s.core.v1.Service =>
    new k8s.core.v1.Service(
      of,
      {
        metadata: { ...metadata, name: of, annotations: { "pulumi.com/skipAwait": "true" } },
        spec: {
          type: "ClusterIP",
          ...(workload.kind === "stateful" ? { clusterIP: "None" } : {}),
          selector: { ...selectorLabels(application.name, name), ...slotLabels(slot) },
          ports: [{ name: "http", port: workload.port, targetPort: "http", protocol: "TCP" }],
        },
      },
      child,
    );
  const slots = workload.kind === "deployment" ? workload.slots : undefined;
  service(name, slots?.active);
  if (slots !== undefined) service(standbyName(name), otherSlot(slots.active));
}

function createScaling(name: string, args: WorkloadArgs, metadata: Metadata, child: Child): void {
  const { application, workload } = args;
  if (workload.kind === "scheduled") return;
  if (workload.kind === "stateful") {
    createDisruptionBudget(
      name,
      { selector: selectorLabels(application.name, name), fewest: workload.replicas },
      metadata,
      child,
    );
    return;
  }
  const fewest = fewestPods(workload);
  for (const { name: set, scale, slot } of podSets(name, workload)) {
    if (typeof scale !== "number") {
      new k8s.autoscaling.v2.HorizontalPodAutoscaler(
        set,
        { metadata: { ...metadata, name: set }, spec: autoscalerSpec(set, scale) },
        child,
      );
    }
    createDisruptionBudget(
      set,
      {
        selector: { ...selectorLabels(application.name, name), ...slotLabels(slot) },
        fewest,
        minAvailable: workload.minAvailable,
      },
      metadata,
      child,
    );
  }
}

interface Budget {
  readonly selector: Record<string, string>;
  /** The number of pods that is never gone below; with slots that of the active one, so that a switch changes no budget. */
  readonly fewest: number;
  readonly minAvailable?: number | undefined;
}

function createDisruptionBudget(
  name: string,
  { fewest, minAvailable, selector }: Budget,
  metadata: Metadata,
  child: Child,
): void {
  if (fewest < 2) return;
  new k8s.policy.v1.PodDisruptionBudget(
    name,
    {
      metadata: { ...metadata, name },
      spec: {
        ...(minAvailable === undefined ? { maxUnavailable: 1 } : { minAvailable }),
        selector: { matchLabels: selector },
      },
    },
    child,
  );
}

function createMonitoring(name: string, args: WorkloadArgs, metadata: Metadata, child: Child): void {
  const { workload, application, platform } = args;
  if (workload.kind === "scheduled" || workload.metrics === undefined) return;
  if (platform.facts.monitoring === undefined || application.monitored === false) return;
  const { path, intervalSeconds } = workload.metrics;
  customResource(
    "ServiceMonitor",
    name,
    { ...metadata, name },
    {
      spec: {
        namespaceSelector: { matchNames: [application.namespace] },
        selector: { matchLabels: selectorLabels(application.name, name) },
        endpoints: [{ port: "http", path, interval: `${String(intervalSeconds ?? 30)}s` }],
      },
    },
    { ...child, dependsOn: [...platform.gates.monitoringTypes] },
  );
}
