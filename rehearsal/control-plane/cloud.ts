import type { ClusterClient } from "./api";
import type { AutoscalerReport } from "./autoscaler";
import { startAutoscaler } from "./autoscaler";
import type { ControlPlaneSpec, Progress } from "./contract";
import { startIngressAddresses } from "./ingress-addresses";
import { createStorageClasses, startProvisioner } from "./volumes";

/** What a cloud runs beside the control plane, acting in this process. */
export interface Cloud {
  capacity(): Promise<AutoscalerReport>;
  /** Returns once nothing acts any more. */
  stop(): Promise<void>;
}

/** Creates what the cloud's clusters come with, nodes and storage classes, and starts what acts on them. */
export async function startCloud(client: ClusterClient, spec: ControlPlaneSpec, progress: Progress): Promise<Cloud> {
  const [autoscaler] = await Promise.all([
    startAutoscaler(client, spec.pools, progress),
    createStorageClasses(client, spec.storageClasses),
  ]);
  const actors = [startProvisioner(client), startIngressAddresses(client)];
  return {
    capacity: async () => autoscaler.report(),
    stop: async () => {
      await Promise.all([autoscaler.stop(), ...actors.map(async (actor) => actor.stop())]);
    },
  };
}
