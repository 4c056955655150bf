import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { autoscalerSpec, fewestPods } from "./autoscaling";
import type { Application, DeploymentWorkload, StatefulWorkload } from "./contract";
import { createController } from "./controller";
import { customResource } from "./custom-resources";
import { objectLabels, selectorLabels } from "./labels";
import { networkPolicySpec } from "./network-policy";
import { createReferences } from "./references";
import type { Child, Metadata, WorkloadArgs } from "./workload-args";

/** A workload and everything of its own: settings, secrets, identity, service, scaling, budget, policy, monitoring. */
export class WorkloadComponent extends pulumi.ComponentResource {
  constructor(name: string, args: WorkloadArgs, opts: pulumi.ComponentResourceOptions) {
    super("rootstock:application:Workload", name, {}, opts);
    const child = { parent: this };
    const metadata = { namespace: args.namespace, labels: objectLabels(args.application.name, name) };
    const references = createReferences(name, args, metadata, child);
    const controller = createController(name, args, metadata, references, child);
    createAccess(name, args, metadata, child);
    if (args.workload.kind !== "scheduled") createService(name, args, metadata, child);
    if (args.workload.kind === "deployment") createAutoscaler(name, args.workload, metadata, child);
    if (args.workload.kind !== "scheduled")
      createDisruptionBudget(name, args.application, args.workload, metadata, child);
    createMonitoring(name, args, metadata, child);
    this.registerOutputs({ name: controller.metadata.name });
  }
}

function createAccess(name: string, args: WorkloadArgs, metadata: Metadata, child: Child): void {
  const { application, workload, platform, flows, storeRules } = args;
  new k8s.networking.v1.NetworkPolicy(
    name,
    {
      metadata: { ...metadata, name },
      spec: networkPolicySpec(application, name, workload, platform.facts, flows, storeRules),
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
  new k8s.core.v1.Service(
    name,
    {
      metadata: { ...metadata, name, annotations: { "pulumi.com/skipAwait": "true" } },
      spec: {
        type: "ClusterIP",
        ...(workload.kind === "stateful" ? { clusterIP: "None" } : {}),
        selector: selectorLabels(application.name, name),
        ports: [{ name: "http", port: workload.port, targetPort: "http", protocol: "TCP" }],
      },
    },
    child,
  );
}

function createAutoscaler(name: string, { scale }: DeploymentWorkload, metadata: Metadata, child: Child): void {
  if (typeof scale === "number") return;
  new k8s.autoscaling.v2.HorizontalPodAutoscaler(
    name,
    { metadata: { ...metadata, name }, spec: autoscalerSpec(name, scale) },
    child,
  );
}

function createDisruptionBudget(
  name: string,
  application: Application,
  workload: DeploymentWorkload | StatefulWorkload,
  metadata: Metadata,
  child: Child,
): void {
  if (fewestPods(workload) < 2) return;
  const minAvailable = workload.kind === "deployment" ? workload.minAvailable : undefined;
  new k8s.policy.v1.PodDisruptionBudget(
    name,
    {
      metadata: { ...metadata, name },
      spec: {
        ...(minAvailable === undefined ? { maxUnavailable: 1 } : { minAvailable }),
        selector: { matchLabels: selectorLabels(application.name, name) },
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
