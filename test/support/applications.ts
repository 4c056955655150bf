import type {
  Application,
  DeploymentWorkload,
  ScheduledWorkload,
  StatefulWorkload,
} from "../../components/application/contract";

/** Requests and limits that any workload can have. */
export const smallResources = {
  cpu: { request: "100m", limit: "500m" },
  memory: { request: "128Mi", limit: "256Mi" },
} as const;

/** A Deployment with nothing but what it must have. */
export function service(changes: Partial<DeploymentWorkload> = {}): DeploymentWorkload {
  return {
    kind: "deployment",
    image: "registry.example.com/web:1",
    port: 8080,
    scale: 1,
    resources: smallResources,
    probes: { readiness: { path: "/ready" } },
    ...changes,
  };
}

/** A StatefulSet with nothing but what it must have. */
export function store(changes: Partial<StatefulWorkload> = {}): StatefulWorkload {
  const { kind: _kind, scale: _scale, ...base } = service({ port: 5432 });
  return { ...base, kind: "stateful", replicas: 1, storage: { mountPath: "/data", size: "1Gi" }, ...changes };
}

/** A CronJob with nothing but what it must have. */
export function job(changes: Partial<ScheduledWorkload> = {}): ScheduledWorkload {
  return {
    kind: "scheduled",
    image: "registry.example.com/job:1",
    schedule: "0 3 * * *",
    resources: smallResources,
    ...changes,
  };
}

/** An application `shop` in the namespace `shop-ns`. */
export function application(changes: Partial<Application> = {}): Application {
  return { name: "shop", namespace: "shop-ns", workloads: { web: service() }, ...changes };
}
