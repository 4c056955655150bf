import type { ProviderResource } from "@pulumi/pulumi";
import type { Application } from "../components/application/contract";
import type { StoreProvisioner } from "../components/application/stores/provisioner";
import { unmanageable } from "../components/application/stores/stores";
import type { ClusterHandle, ClusterKind } from "../components/cluster/contract";
import type { ClusterNetwork } from "../components/cluster/network";
import { UsageError } from "../components/errors";

/** Names of the stores that a cloud is to run. */
function managedStores({ stores = {} }: Application): readonly string[] {
  return Object.entries(stores).flatMap(([name, { place }]) => (place === "managed" ? [name] : []));
}

/** Managed stores on a kind of cluster that is on no cloud, as sentences; another stack's cluster may be on any. */
export function unmanagedStores(application: Application, kind: ClusterKind): readonly string[] {
  const onCloud: Readonly<Record<ClusterKind, boolean>> = {
    doks: true,
    eks: true,
    gke: true,
    minikube: false,
    kubeconfig: false,
    stack: true,
  };
  return onCloud[kind] ? [] : managedStores(application).map(unmanageable);
}

/**
 * What makes the managed stores of an application; undefined where it has none. The packages of a cloud are loaded for
 * its own stores only.
 *
 * @param cloud the provider that made the cluster, where this stack did
 * @throws UsageError when the cluster is on no cloud that has such services
 */
export async function storeProvisioner(
  application: Application,
  cluster: Pick<ClusterHandle, "network">,
  cloud?: ProviderResource,
): Promise<StoreProvisioner | undefined> {
  const managed = managedStores(application);
  if (managed.length === 0) return undefined;
  const { network } = cluster;
  if (network === undefined) throw new UsageError(managed.map(unmanageable).join("\n"));
  return provisionerOf(network, `${application.name}-stores`, cloud);
}

async function provisionerOf(
  network: ClusterNetwork,
  name: string,
  cloud: ProviderResource | undefined,
): Promise<StoreProvisioner> {
  switch (network.cloud) {
    case "aws": {
      const [aws, { AwsStores }] = await Promise.all([
        import("@pulumi/aws/provider"),
        import("../components/application/stores/managed-aws"),
      ]);
      const tags = { "managed-by": "rootstock" };
      return new AwsStores(network, cloud ?? new aws.Provider(name, { region: network.region, defaultTags: { tags } }));
    }
    case "google": {
      const [gcp, { GoogleStores }] = await Promise.all([
        import("@pulumi/gcp/provider"),
        import("../components/application/stores/managed-google"),
      ]);
      return new GoogleStores(
        network,
        cloud ?? new gcp.Provider(name, { region: network.region, project: network.project }),
      );
    }
    case "digitalocean": {
      const { DigitalOceanStores } = await import("../components/application/stores/managed-digitalocean");
      return new DigitalOceanStores(network);
    }
  }
}
