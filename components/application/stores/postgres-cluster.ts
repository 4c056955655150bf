import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { PlatformHandle } from "../../platform/contract";
import type { Application } from "../contract";
import { customResource } from "../custom-resources";
import { objectLabels } from "../labels";
import type { SecretDelivery } from "../secret-back-ends/secret-delivery";
import { entryOf } from "../secret-back-ends/secret-objects";
import type { Child } from "../workload-args";
import type { PostgresStore } from "./contract";
import { instanceLabels, postgresPolicySpec } from "./postgres-policy";
import { type PostgresRoles, postgresRoles, secondRoleStatements } from "./postgres-roles";

/** Arguments of {@link PostgresCluster}. */
export interface PostgresClusterArgs {
  readonly application: Application;
  readonly store: PostgresStore;
  readonly platform: PlatformHandle;
  readonly secrets: SecretDelivery;
  readonly namespace: pulumi.Input<string>;
  readonly storageClass: string;
  readonly pullSecret?: pulumi.Input<string>;
  /** Refuse to delete the database. */
  readonly protectData: boolean;
  /** What must exist before pods can run. */
  readonly podsNeed: readonly pulumi.Resource[];
}

/** What a Cluster's spec is made from. */
export interface PostgresSpecArgs {
  readonly store: PostgresStore;
  readonly storageClass: string;
  readonly roles: PostgresRoles;
  /** Name of the Secret with the owner's name and password. */
  readonly ownerSecret: pulumi.Input<string>;
  /** The same of the second role. */
  readonly secondSecret: pulumi.Input<string>;
  readonly labels: Readonly<Record<string, string>>;
  readonly pullSecret?: pulumi.Input<string>;
}

/**
 * Spec of a CloudNativePG Cluster: one database whose owner is no superuser, a second role that acts as the owner,
 * instances on different nodes where that is possible. Its pods are "restricted" with a read-only root by themselves.
 *
 * @see https://cloudnative-pg.io/documentation/1.30/cloudnative-pg.v1/#clusterspec
 */
function postgresClusterSpec(args: PostgresSpecArgs): Record<string, unknown> {
  const { store, storageClass, roles, ownerSecret, secondSecret, labels, pullSecret } = args;
  const { cpu, memory, disk } = store.resources;
  return {
    instances: store.instances,
    imageName: store.image,
    ...(pullSecret === undefined ? {} : { imagePullSecrets: [{ name: pullSecret }] }),
    inheritedMetadata: { labels },
    bootstrap: {
      initdb: {
        database: store.database,
        owner: roles.owner.name,
        secret: { name: ownerSecret },
        dataChecksums: true,
        // Managed roles have no settings of sessions.
        postInitApplicationSQL: secondRoleStatements(roles),
      },
    },
    managed: {
      roles: [
        {
          name: roles.second.name,
          comment: `acts as ${roles.owner.name}; the two take turns at rotations`,
          login: true,
          inRoles: [roles.owner.name],
          passwordSecret: { name: secondSecret },
        },
      ],
    },
    enableSuperuserAccess: false,
    // With one instance a budget would let nobody drain its node.
    enablePDB: store.instances > 1,
    affinity: {
      enablePodAntiAffinity: true,
      podAntiAffinityType: "preferred",
      topologyKey: "kubernetes.io/hostname",
    },
    seccompProfile: { type: "RuntimeDefault" },
    storage: { size: store.size, storageClass, resizeInUseVolumes: true },
    resources: {
      requests: { cpu: cpu.request, memory: memory.request, "ephemeral-storage": disk?.request ?? "64Mi" },
      limits: { cpu: cpu.limit, memory: memory.limit, "ephemeral-storage": disk?.limit ?? "1Gi" },
    },
  };
}

/** PostgreSQL in the cluster, run by CloudNativePG: it answers at `<name>-rw`, where its primary is. */
export class PostgresCluster extends pulumi.ComponentResource {
  constructor(name: string, args: PostgresClusterArgs, opts: pulumi.ComponentResourceOptions) {
    super("rootstock:application:PostgresCluster", name, {}, opts);
    const { application, store, platform, secrets, namespace, storageClass, pullSecret } = args;
    const child: Child = { parent: this };
    const labels = objectLabels(application.name, name);
    const metadata = { namespace, labels };
    const roles = postgresRoles(name, store, application);
    const credentials = (who: "owner" | "second"): pulumi.Output<string> =>
      secrets.make(
        {
          name: `${name}-${who}`,
          type: "kubernetes.io/basic-auth",
          // The operator sets the role's password whenever a Secret with this label changes.
          labels: { "cnpg.io/reload": "true" },
          entries: { username: roles[who].name, password: entryOf(roles[who].password) },
        },
        metadata,
        child,
      );
    new k8s.networking.v1.NetworkPolicy(
      name,
      { metadata: { ...metadata, name }, spec: postgresPolicySpec(application, name, platform.facts) },
      child,
    );
    customResource(
      "Cluster",
      name,
      { ...metadata, name },
      {
        spec: postgresClusterSpec({
          store,
          storageClass,
          roles,
          ownerSecret: credentials("owner"),
          secondSecret: credentials("second"),
          labels,
          ...(pullSecret === undefined ? {} : { pullSecret }),
        }),
      },
      { ...child, protect: args.protectData, dependsOn: [...args.podsNeed, ...platform.gates.postgres] },
    );
    if (platform.facts.monitoring !== undefined && application.monitored !== false) {
      customResource(
        "PodMonitor",
        name,
        { ...metadata, name },
        { spec: { selector: { matchLabels: instanceLabels(name) }, podMetricsEndpoints: [{ port: "metrics" }] } },
        { ...child, dependsOn: [...platform.gates.monitoringTypes] },
      );
    }
    this.registerOutputs({});
  }
}
