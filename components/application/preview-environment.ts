import { fewestPods } from "./autoscaling";
import type { Application, Quota, Workload } from "./contract";

/** Whose preview an application is, and when it has to be gone. */
export interface PreviewEnvironment {
  /** Number of the pull request. */
  readonly pullRequest: number;
  /** ISO 8601, UTC. */
  readonly expires: string;
}

/** The label and the annotation by which a namespace tells whose preview it is, and until when. */
export const previewMarks = {
  pullRequest: "rootstock.dev/pull-request",
  expires: "rootstock.dev/expires",
} as const;

/** What a preview may take of the cluster that it shares, unless its system has a quota of its own. */
const usualQuota: Quota = {
  cpu: { requests: "4", limits: "24" },
  memory: { requests: "8Gi", limits: "24Gi" },
  pods: 40,
  volumes: 10,
};

/** A workload as a preview has it: with one pod, if it has any. */
function single(workload: Workload): Workload {
  if (workload.kind === "scheduled") return workload;
  if (workload.kind === "stateful") return { ...workload, replicas: Math.min(workload.replicas, 1) };
  const { minAvailable: _minAvailable, ...rest } = workload;
  return { ...rest, scale: Math.min(fewestPods(workload), 1) };
}

/**
 * An application as the preview of a pull request: in a namespace of its own, with one pod of each workload, within a
 * quota, and without what belongs to one environment alone (Argo CD's folder, people's alerts), or has one identity in a
 * whole Grafana (dashboards).
 */
export function asPreview(application: Application, environment: PreviewEnvironment): Application {
  const { alerts: _alerts, dashboards: _dashboards, git: _git, ...rest } = application;
  return {
    ...rest,
    namespace: `${application.namespace}-pr-${String(environment.pullRequest)}`,
    workloads: Object.fromEntries(
      Object.entries(application.workloads).map(([name, workload]) => [name, single(workload)]),
    ),
    quota: application.quota ?? usualQuota,
    preview: environment,
  };
}
