import { readFileSync } from "node:fs";
import { getOrganization, getProject, type Input, type ProviderResource } from "@pulumi/pulumi";
import type { ClusterHandle } from "../components/cluster/contract";
import type { ClusterSettings } from "../components/cluster/settings";
import type { OwnerStack } from "../components/cluster/shared-cluster";
import type { Environment } from "../components/environment";
import type { ClusterConfig } from "./config/cluster-schema";
import { readKubeconfig } from "./kubeconfig-file";
import { readOwner } from "./owner-stack";

/** Whose cluster it is. */
export interface ClusterContext {
  readonly environment: Environment;
  readonly system: string;
  /** Name of the Pulumi stack. */
  readonly stackName: string;
  /** Content of a kubeconfig, for kind `kubeconfig`; secret. It wins over files, which are then not read. */
  readonly kubeconfig?: Input<string>;
}

/** A cluster to deploy to. */
export interface ProvisionedCluster {
  readonly handle: ClusterHandle;
  /** The provider that made it, for what else this stack makes in that cloud; undefined where none is explicit. */
  readonly cloud?: ProviderResource;
  /** The stack that owns the cluster and its platform; undefined where this stack does. */
  readonly owner?: OwnerStack;
}

/**
 * Makes or finds the cluster of a stack. The package of a cloud is loaded for its own kind only.
 *
 * @throws UsageError when another stack's cluster can't be used, or a kubeconfig can't be read
 */
export async function provisionCluster(config: ClusterConfig, context: ClusterContext): Promise<ProvisionedCluster> {
  const settings = named(config, context);
  switch (settings.kind) {
    case "doks": {
      const { DoksCluster } = await import("../components/cluster/doks");
      return { handle: new DoksCluster(settings.name, settings).handle };
    }
    case "eks": {
      const [aws, { EksCluster }] = await Promise.all([
        import("@pulumi/aws/provider"),
        import("../components/cluster/eks"),
      ]);
      const tags = { cluster: settings.name, "managed-by": "rootstock" };
      const provider = new aws.Provider(`${settings.name}-aws`, {
        region: settings.region,
        defaultTags: { tags },
      });
      return {
        handle: new EksCluster(settings.name, settings, { providers: { aws: provider } }).handle,
        cloud: provider,
      };
    }
    case "gke": {
      const [gcp, { GkeCluster }] = await Promise.all([
        import("@pulumi/gcp/provider"),
        import("../components/cluster/gke"),
      ]);
      const provider = new gcp.Provider(`${settings.name}-gcp`, {
        region: settings.region,
        ...(settings.project !== undefined && { project: settings.project }),
      });
      return {
        handle: new GkeCluster(settings.name, settings, { providers: { gcp: provider } }).handle,
        cloud: provider,
      };
    }
    case "minikube": {
      const { MinikubeCluster } = await import("../components/cluster/minikube");
      return { handle: new MinikubeCluster(settings.name, settings).handle };
    }
    case "kubeconfig": {
      const { ExistingCluster } = await import("../components/cluster/kubeconfig");
      const kubeconfig = context.kubeconfig ?? readKubeconfig(settings, readFileSync);
      return { handle: new ExistingCluster("existing", { settings, kubeconfig }).handle };
    }
    case "stack": {
      const { BorrowedCluster } = await import("../components/cluster/stack-cluster");
      const borrowed = await readOwner("owner", qualifyReference(settings.reference, getOrganization(), getProject()));
      return { handle: new BorrowedCluster("borrowed", borrowed).handle, owner: borrowed.owner };
    }
  }
}

/** Names a cluster after system and environment where its stack doesn't. */
export function named(config: ClusterConfig, { system, environment }: ClusterContext): ClusterSettings {
  return config.kind === "stack" ? config : { ...config, name: config.name ?? `${system}-${environment}` };
}

/** A stack's full name: what is left out is that of the current stack. */
export function qualifyReference(reference: string, organization: string, project: string): string {
  const parts = reference.split("/");
  return [organization, project]
    .slice(0, 3 - parts.length)
    .concat(parts)
    .join("/");
}
