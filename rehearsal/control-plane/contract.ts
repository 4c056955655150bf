import type { LoadBalancerKind, NodePool, StorageClassSpec } from "../../components/cluster/contract";
import type { AutoscalerReport } from "./autoscaler";

/** Told what is going on, one short sentence at a time. */
export type Progress = (message: string) => void;

/** The cluster that a control plane stands in for. */
export interface ControlPlaneSpec {
  /** Names the control plane and its directory: lower-case letters, digits and `-`. */
  readonly name: string;
  /** The Kubernetes version that the real cluster runs, e.g. `1.36`. @default the version of the project's `go.mod` */
  readonly kubernetesVersion?: string;
  readonly pools: readonly NodePool[];
  readonly storageClasses: readonly StorageClassSpec[];
  readonly loadBalancer: { readonly kind: LoadBalancerKind };
  /** Serve the metrics API, so that HorizontalPodAutoscalers act. */
  readonly metricsServer: boolean;
}

/** A running control plane, with what a cloud runs beside it: node autoscaler, volume provisioner, load balancers. */
export interface ControlPlane {
  readonly name: string;
  /** The kubeconfig's text, credentials included. */
  readonly kubeconfig: string;
  /** The same, as a file that only its owner can read. */
  readonly kubeconfigPath: string;
  /** Version of the API server, e.g. `v1.36.3`. */
  readonly kubernetesVersion: string;
  /** What helm and kubectl need to reach this control plane and nothing else: PATH, KUBECONFIG, their own homes. */
  readonly environment: Readonly<Record<string, string>>;
  /** Its directory; `logs` holds what each process wrote. */
  readonly directory: string;
  /** How many nodes there are, how many were needed, and which pods no new node could hold. */
  capacity(): Promise<AutoscalerReport>;
  /** Mark it as kept: {@link ControlPlane.release} leaves it running, and no later run cleans it up. */
  keep(): Promise<void>;
  /** Let go of it: what acts in this process ends, the control plane itself goes on. */
  release(): Promise<void>;
  /** Remove it: processes, credentials, directory. May be called twice, and from a signal handler. */
  stop(): Promise<void>;
}
