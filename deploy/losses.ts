import type { V1Ingress, V1Namespace, V1PersistentVolume, V1Service, V1StatefulSet } from "@kubernetes/client-node";
import { listCluster } from "./cluster-lists";

/** What is listed of a cluster to tell what a destroy takes along. */
export interface AtStake {
  readonly namespaces: readonly Pick<V1Namespace, "metadata">[];
  readonly volumes: readonly Pick<V1PersistentVolume, "metadata" | "spec">[];
  readonly services: readonly Pick<V1Service, "metadata" | "spec" | "status">[];
  readonly ingresses: readonly Pick<V1Ingress, "metadata" | "spec">[];
  readonly statefulSets: readonly Pick<V1StatefulSet, "metadata">[];
  /** CloudNativePG's clusters. */
  readonly databases: readonly Pick<V1StatefulSet, "metadata">[];
}

/** A volume, and what becomes of its data. */
export interface VolumeLoss {
  readonly name: string;
  /** Its claim, `namespace/name`. */
  readonly claim: string;
  /** e.g. `10Gi`. */
  readonly size: string;
  /** `Retain` keeps the volume, and its price, when the claim is gone. */
  readonly fate: "lost" | "kept";
}

/** A load balancer that the cloud takes down, if the cluster lives long enough to tell it. */
export interface LoadBalancerLoss {
  /** Its Service, `namespace/name`. */
  readonly service: string;
  readonly address: string;
}

/** What a destroy of a stack would lose. */
export interface Losses {
  /** How many resources go, by kind. */
  readonly objects: Readonly<Record<string, number>>;
  readonly releases: readonly string[];
  readonly volumes: readonly VolumeLoss[];
  readonly loadBalancers: readonly LoadBalancerLoss[];
  /** Hosts whose DNS records lead nowhere afterwards. */
  readonly hosts: readonly string[];
  /** Whatever keeps data: StatefulSets, databases, and a cloud's managed ones. */
  readonly stores: readonly string[];
  /** Namespaces of other stacks that stand on what would go. */
  readonly others: readonly string[];
}

const managedStores = /\b(databasecluster|rds|replicationgroup|databaseinstance|redis instance|cache)\b/i;

const placeOf = ({
  metadata,
}: {
  readonly metadata?: { readonly namespace?: string; readonly name?: string };
}): string => `${metadata?.namespace ?? ""}/${metadata?.name ?? ""}`;

function countByKind(contents: readonly string[]): Readonly<Record<string, number>> {
  const kinds = contents.map((what) => what.slice(0, what.lastIndexOf(" ")));
  return Object.fromEntries([...Map.groupBy(kinds, (kind) => kind)].map(([kind, same]) => [kind, same.length]));
}

function addressOf({ status }: AtStake["services"][number]): string {
  const [first] = status?.loadBalancer?.ingress ?? [];
  return first?.ip ?? first?.hostname ?? "no address yet";
}

/**
 * What goes with the contents of a stack: everything in its namespaces, and what it has elsewhere.
 *
 * @param contents what a destroy deletes, as `Engine.contents` tells it
 * @param isOwner whether the cluster or its platform is the stack's own, so that others may stand on it
 */
export function lossesOf(contents: readonly string[], at: AtStake, isOwner: boolean): Losses {
  const going = new Set(contents.flatMap((what) => /^namespace (\S+)$/.exec(what)?.[1] ?? []));
  const named = new Set(contents);
  const goes = (kind: string, namespace: string | undefined, name: string | undefined): boolean =>
    going.has(namespace ?? "") || named.has(`${kind} ${namespace ?? ""}/${name ?? ""}`);
  const within =
    (kind: string) =>
    ({ metadata }: Pick<V1Namespace, "metadata">): boolean =>
      goes(kind, metadata?.namespace, metadata?.name);
  return {
    objects: countByKind(contents),
    releases: contents.flatMap((what) => /^release (\S+)$/.exec(what)?.[1] ?? []),
    volumes: at.volumes
      .filter(({ spec }) => goes("persistentvolumeclaim", spec?.claimRef?.namespace, spec?.claimRef?.name))
      .map(({ metadata, spec }) => ({
        name: metadata?.name ?? "",
        claim: placeOf({ metadata: spec?.claimRef ?? {} }),
        size: spec?.capacity?.["storage"] ?? "unknown",
        fate: spec?.persistentVolumeReclaimPolicy === "Retain" ? "kept" : "lost",
      })),
    loadBalancers: at.services
      .filter(({ spec }) => spec?.type === "LoadBalancer")
      .filter(within("service"))
      .map((service) => ({ service: placeOf(service), address: addressOf(service) })),
    hosts: [
      ...new Set(
        at.ingresses
          .filter(within("ingress"))
          .flatMap(({ spec }) => (spec?.rules ?? []).flatMap(({ host }) => host ?? [])),
      ),
    ].sort(),
    stores: [
      ...at.statefulSets.filter(within("statefulset")).map((one) => `statefulset ${placeOf(one)}`),
      ...at.databases.filter(within("cluster")).map((one) => `database ${placeOf(one)}`),
      ...contents.filter((what) => managedStores.test(what)),
    ],
    others: isOwner
      ? at.namespaces
          .filter(({ metadata }) => metadata?.labels?.["app.kubernetes.io/managed-by"] === "rootstock")
          .map(({ metadata }) => metadata?.name ?? "")
          .filter((name) => !going.has(name))
      : [],
  };
}

const paths: Readonly<Record<keyof AtStake, string>> = {
  namespaces: "/api/v1/namespaces",
  volumes: "/api/v1/persistentvolumes",
  services: "/api/v1/services",
  ingresses: "/apis/networking.k8s.io/v1/ingresses",
  statefulSets: "/apis/apps/v1/statefulsets",
  databases: "/apis/postgresql.cnpg.io/v1/clusters",
};

/** Lists that of a cluster. @throws UsageError where the API server doesn't answer */
export async function atStakeIn(kubeconfig: string): Promise<AtStake> {
  return (await listCluster(kubeconfig, paths)).lists as unknown as AtStake;
}

/** An empty cluster, for stacks without one. */
export const nothingAtStake: AtStake = {
  namespaces: [],
  volumes: [],
  services: [],
  ingresses: [],
  statefulSets: [],
  databases: [],
};
