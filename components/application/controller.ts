import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { StatefulWorkload } from "./contract";
import { selectorLabels } from "./labels";
import { type PodReferences, podTemplate } from "./pod";
import type { Child, Metadata, WorkloadArgs } from "./workload-args";

/** What keeps the pods of a workload running: a Deployment, a StatefulSet or a CronJob. */
export function createController(
  name: string,
  args: WorkloadArgs,
  metadata: Metadata,
  references: PodReferences,
  child: Child,
): k8s.apps.v1.Deployment | k8s.apps.v1.StatefulSet | k8s.batch.v1.CronJob {
  const { workload, application, platform } = args;
  const template = podTemplate(application.name, name, workload, references);
  const named = { ...metadata, name };
  if (workload.kind === "scheduled") {
    return new k8s.batch.v1.CronJob(
      name,
      {
        metadata: named,
        spec: {
          schedule: workload.schedule,
          timeZone: workload.timeZone ?? "Etc/UTC",
          concurrencyPolicy: "Forbid",
          successfulJobsHistoryLimit: 3,
          failedJobsHistoryLimit: 3,
          jobTemplate: { spec: { backoffLimit: 2, activeDeadlineSeconds: workload.deadlineSeconds ?? 3600, template } },
        },
      },
      { ...child, dependsOn: [...args.podsNeed] },
    );
  }
  const gates = workload.dapr === undefined ? [] : platform.gates.dapr;
  const selector = { matchLabels: selectorLabels(application.name, name) };
  if (workload.kind === "stateful")
    return createStatefulSet(name, args, workload, { named, selector, template, child, gates });
  const fixed = typeof workload.scale === "number";
  return new k8s.apps.v1.Deployment(
    name,
    {
      metadata: named,
      spec: {
        ...(fixed ? { replicas: workload.scale } : {}),
        revisionHistoryLimit: 10,
        selector,
        strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
        template,
      },
    },
    { ...child, dependsOn: [...args.podsNeed, ...gates] },
  );
}

interface StatefulParts {
  readonly named: k8s.types.input.meta.v1.ObjectMeta;
  readonly selector: k8s.types.input.meta.v1.LabelSelector;
  readonly template: k8s.types.input.core.v1.PodTemplateSpec;
  readonly child: Child;
  readonly gates: readonly pulumi.Resource[];
}

function createStatefulSet(
  name: string,
  args: WorkloadArgs,
  workload: StatefulWorkload,
  parts: StatefulParts,
): k8s.apps.v1.StatefulSet {
  return new k8s.apps.v1.StatefulSet(
    name,
    {
      metadata: parts.named,
      spec: {
        serviceName: name,
        replicas: workload.replicas,
        selector: parts.selector,
        template: parts.template,
        persistentVolumeClaimRetentionPolicy: {
          whenDeleted: args.protectData ? "Retain" : "Delete",
          whenScaled: "Retain",
        },
        volumeClaimTemplates: [
          {
            metadata: { name: "data", labels: selectorLabels(args.application.name, name) },
            spec: {
              accessModes: ["ReadWriteOnce"],
              storageClassName: args.storageClass,
              resources: { requests: { storage: workload.storage.size } },
            },
          },
        ],
      },
    },
    { ...parts.child, protect: args.protectData, dependsOn: [...args.podsNeed, ...parts.gates] },
  );
}
