import { readFileSync } from "node:fs";
import path from "node:path";
import { stringify } from "yaml";
import type { Binaries } from "./binaries";
import type { ControlPlaneSpec } from "./contract";
import type { ToolName } from "./modules";

/** A port of the loopback address for each program that listens. */
export interface Ports {
  readonly etcd: number;
  readonly etcdPeer: number;
  readonly apiServer: number;
  readonly controllerManager: number;
  readonly scheduler: number;
  readonly kwok: number;
  readonly metricsServer: number;
}

const binaryOptions: Readonly<Partial<Record<ToolName, string>>> = {
  etcd: "etcdBinary",
  kubectl: "kubectlBinary",
  kwok: "kwokControllerBinary",
  "kube-apiserver": "kubeApiserverBinary",
  "kube-controller-manager": "kubeControllerManagerBinary",
  "kube-scheduler": "kubeSchedulerBinary",
  "metrics-server": "metricsServerBinary",
};

/** Arguments for a program: added to those that kwokctl gives it, or put in the place of one of them. */
function patch(
  name: string,
  added: Readonly<Record<string, string>>,
  replaced: Readonly<Record<string, string>> = {},
): object {
  // kwokctl silently drops a replacement of an argument that it doesn't give.
  const extra = (settings: Readonly<Record<string, string>>, override: boolean): object[] =>
    Object.entries(settings).map(([key, value]) => ({ key, value, override }));
  return { name, extraArgs: [...extra(added, false), ...extra(replaced, true)] };
}

function patches(spec: ControlPlaneSpec): object[] {
  return [
    // Nothing of a rehearsal has to survive a power failure.
    patch("etcd", { "unsafe-no-fsync": "true" }),
    patch("kube-apiserver", {
      // The pods behind a chart's webhooks are simulated: they can't answer.
      "disable-admission-plugins": "MutatingAdmissionWebhook,ValidatingAdmissionWebhook",
      "service-cluster-ip-range": "10.96.0.0/12",
      // What the `kubernetes` Service points at. TEST-NET-1: no pod really connects, and no interface is asked.
      "advertise-address": "192.0.2.1",
      "kubelet-preferred-address-types": "ExternalIP",
    }),
    patch("kube-controller-manager", {
      "horizontal-pod-autoscaler-sync-period": "5s",
      "horizontal-pod-autoscaler-initial-readiness-delay": "1s",
      "horizontal-pod-autoscaler-cpu-initialization-period": "10s",
      "leader-elect": "false",
    }),
    ...(spec.metricsServer
      ? [
          patch(
            "metrics-server",
            { "kubelet-request-timeout": "5s" },
            { "metric-resolution": "10s", "kubelet-preferred-address-types": "ExternalIP" },
          ),
        ]
      : []),
  ];
}

function options(spec: ControlPlaneSpec, binaries: Binaries, ports: Ports, directory: string): object {
  const files = Object.entries(binaryOptions).flatMap(([tool, option]) => {
    const file = binaries[tool as ToolName];
    return file === undefined ? [] : [[option, file] as const];
  });
  return {
    runtime: "binary",
    bindAddress: "127.0.0.1",
    cacheDir: path.join(directory, "downloads"),
    disableQPSLimits: true,
    etcdPort: ports.etcd,
    etcdPeerPort: ports.etcdPeer,
    kubeApiserverPort: ports.apiServer,
    kubeControllerManagerPort: ports.controllerManager,
    kubeSchedulerPort: ports.scheduler,
    kubeSchedulerConfig: path.join(__dirname, "scheduler.yaml"),
    kwokControllerPort: ports.kwok,
    // A machine that sleeps over a meal must not lose its nodes.
    kubeControllerManagerNodeMonitorGracePeriodMilliseconds: 600_000,
    ...(spec.metricsServer
      ? {
          enable: ["metrics-server"],
          metricsServerPort: ports.metricsServer,
          metricsServerManifests: [path.join(__dirname, "metrics-server", "manifests")],
        }
      : {}),
    ...Object.fromEntries(files),
  };
}

/** The files of `stages/` that simulate what the spec asks for. */
function stageFiles(spec: ControlPlaneSpec): string[] {
  const balancer = spec.loadBalancer.kind === "none" ? [] : [`load-balancer-${spec.loadBalancer.kind}.yaml`];
  return ["node.yaml", "pod.yaml", ...balancer, ...(spec.metricsServer ? ["usage.yaml"] : [])];
}

/** The whole configuration that kwokctl creates a control plane from. */
export function kwokctlConfiguration(
  spec: ControlPlaneSpec,
  binaries: Binaries,
  ports: Ports,
  directory: string,
): string {
  const cluster = {
    apiVersion: "config.kwok.x-k8s.io/v1alpha1",
    kind: "KwokctlConfiguration",
    options: options(spec, binaries, ports, directory),
    componentsPatches: patches(spec),
  };
  const stages = stageFiles(spec).map((file) => readFileSync(path.join(__dirname, "stages", file), "utf8"));
  return [stringify(cluster), ...stages].join("---\n");
}
