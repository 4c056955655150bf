import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { isMountedByMany, storageClassOf } from "./claims";
import type { DeploymentWorkload, ScheduledWorkload, StatefulWorkload } from "./contract";
import { selectorLabels, slotLabels } from "./labels";
import { type PodReferences, podTemplate } from "./pod";
import { podSets } from "./slots";
import type { Child, Metadata, WorkloadArgs } from "./workload-args";

/** What keeps the pods of a workload running: a Deployment (one for each slot), a StatefulSet or a CronJob. */
export function createController(
  name: string,
  args: WorkloadArgs,
  metadata: Metadata,
  references: PodReferences,
  child: Child,
): void {
  const { workload } = args;
  if (workload.kind === "scheduled") createCronJob(name, args, workload, metadata, references, child);
  else if (workload.kind === "deployment") createDeployments(name, args, workload, metadata, references, child);
  else {
    createStatefulSet(name, args, workload, {
      named: { ...metadata, name },
      selector: { matchLabels: selectorLabels(args.application.name, name) },
      template: podTemplate({ ...args, name, references }),
      child,
      gates: sidecarGates(args, references),
    });
  }
}

/** What a pod waits for that others add containers to. */
function sidecarGates({ workload, platform, secrets }: WorkloadArgs, { vault }: PodReferences): pulumi.Resource[] {
  return [
    ...(workload.kind === "scheduled" || workload.dapr === undefined ? [] : platform.gates.dapr),
    ...(vault === undefined ? [] : secrets.podGates),
  ];
}

/** Never comes: a CronJob must have a schedule even when it is only ever started by hand. */
const never = "0 0 31 2 *";

/**
 * How late a job may start, in seconds, when nobody could start it in time: six hours, so that last night's backup is
 * made up for after an outage, but not in the middle of the next day's work.
 */
const latestStartSeconds = 6 * 3600;

function createCronJob(
  name: string,
  args: WorkloadArgs,
  workload: ScheduledWorkload,
  metadata: Metadata,
  references: PodReferences,
  child: Child,
): void {
  const onDemand = workload.schedule === "on demand";
  const template = podTemplate({ ...args, name, references });
  new k8s.batch.v1.CronJob(
    name,
    {
      metadata: { ...metadata, name },
      spec: {
        schedule: onDemand ? never : workload.schedule,
        ...(onDemand ? { suspend: true } : {}),
        timeZone: workload.timeZone ?? "Etc/UTC",
        concurrencyPolicy: "Forbid",
        startingDeadlineSeconds: latestStartSeconds,
        successfulJobsHistoryLimit: workload.history?.succeeded ?? 3,
        failedJobsHistoryLimit: workload.history?.failed ?? 3,
        jobTemplate: { spec: { backoffLimit: 2, activeDeadlineSeconds: workload.deadlineSeconds ?? 3600, template } },
      },
    },
    { ...child, dependsOn: [...args.podsNeed, ...sidecarGates(args, references)] },
  );
}

function createDeployments(
  name: string,
  args: WorkloadArgs,
  workload: DeploymentWorkload,
  metadata: Metadata,
  references: PodReferences,
  child: Child,
): void {
  for (const { name: set, scale, slot } of podSets(name, workload)) {
    const alone = workload.storage !== undefined && !isMountedByMany(workload);
    new k8s.apps.v1.Deployment(
      set,
      {
        metadata: { ...metadata, name: set, labels: { ...metadata.labels, ...slotLabels(slot) } },
        spec: {
          ...(typeof scale === "number" ? { replicas: scale } : {}),
          revisionHistoryLimit: 10,
          selector: { matchLabels: { ...selectorLabels(args.application.name, name), ...slotLabels(slot) } },
          // A volume of one node can't be mounted by the next pod before the last has let it go.
          strategy: alone
            ? { type: "Recreate" }
            : { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
          template: podTemplate({
            ...args,
            name,
            references,
            ...(slot === undefined ? {} : { slot }),
          }),
        },
      },
      { ...child, dependsOn: [...args.podsNeed, ...sidecarGates(args, references)] },
    );
  }
}

interface StatefulParts {
  readonly named: k8s.types.input.meta.v1.ObjectMeta;
  readonly selector: k8s.types.input.meta.v1.LabelSelector;
  readonly template: k8s.types.input.core.v1.PodTemplateSpec;
  readonly child: Child;
  readonly gates: readonly pulumi.Resource[];
}

function createStatefulSet(name: string, args: WorkloadArgs, workload: StatefulWorkload, parts: StatefulParts): void {
  new k8s.apps.v1.StatefulSet(
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
              storageClassName: storageClassOf(workload.storage, args.cluster),
              resources: { requests: { storage: workload.storage.size } },
            },
          },
        ],
      },
    },
    { ...parts.child, protect: args.protectData, dependsOn: [...args.podsNeed, ...parts.gates] },
  );
}
