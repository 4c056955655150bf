import type * as pulumi from "@pulumi/pulumi";
import { UsageError } from "../../errors";
import { tcp } from "../../network-policy-parts";
import type { Application } from "../contract";
import type { StoreConnections } from "../secret-values";
import { parseStoreUrl, type StoreConnection, usualPorts } from "./connection";
import type { Store } from "./contract";
import { postgresEgress } from "./postgres-policy";
import { managedEgress, type StoreProvisioner } from "./provisioner";
import { storeNames } from "./store-names";
import type { StoreRules } from "./store-rules";

/** What clients need of the stores: how to reach them, and leave to do so. */
export interface StoreAccess {
  readonly connections: StoreConnections;
  readonly rules: StoreRules;
}

interface Access {
  readonly connection?: StoreConnections[string];
  readonly rules: StoreRules[string];
}

function externalConnection(name: string, kind: Store["kind"], url: string): StoreConnection {
  const connection = parseStoreUrl(kind, url);
  if (connection === undefined) {
    throw new UsageError(
      `Secret ${storeNames(name).url} is no URL of a ${kind === "redis" ? "Redis, such as rediss://:PASSWORD@HOST:6379/0" : "PostgreSQL, such as postgresql://USER:PASSWORD@HOST:5432/DATABASE?sslmode=require"}; set it again with: pulumi config set --secret --path 'secrets.${storeNames(name).url}'`,
    );
  }
  return connection;
}

/** Somebody else's store may be anywhere; only its port is known. */
function externalAccess(name: string, { kind }: Store): Access {
  return {
    connection: (secret) => secret(storeNames(name).url).apply((url) => externalConnection(name, kind, url)),
    rules: [{ to: [{ ipBlock: { cidr: "0.0.0.0/0" } }], ports: tcp(usualPorts[kind]) }],
  };
}

/** What {@link createStores} takes. */
export interface StoresArgs {
  readonly application: Application;
  /** Makes managed stores; undefined where there are none. */
  readonly provisioner: StoreProvisioner | undefined;
  readonly protectData: boolean;
}

/**
 * Makes the stores that a cloud runs, and tells how all are reached. A Redis in the cluster is a workload, whose way is
 * known as such.
 *
 * @throws UsageError when a managed store has no provisioner.
 */
export function createStores(
  { application, provisioner, protectData }: StoresArgs,
  parent: pulumi.Resource,
): StoreAccess {
  const access = (name: string, store: Store): Access => {
    switch (store.place) {
      case "cluster":
        return { rules: store.kind === "postgres" ? [postgresEgress(name)] : [] };
      case "external":
        return externalAccess(name, store);
      case "managed": {
        if (provisioner === undefined) throw new UsageError(unmanageable(name));
        const made = provisioner.provision(name, { store, application: application.name, protectData }, parent);
        return { connection: () => made.connection, rules: [managedEgress(made)] };
      }
    }
  };
  const all = Object.entries(application.stores ?? {}).map(([name, store]) => [name, access(name, store)] as const);
  return {
    connections: Object.fromEntries(
      all.flatMap(([name, { connection }]) => (connection === undefined ? [] : [[name, connection] as const])),
    ),
    rules: Object.fromEntries(all.map(([name, { rules }]) => [name, rules])),
  };
}

/** The sentence for a managed store on a cluster whose cloud has no such service. */
export function unmanageable(name: string): string {
  return `stores.${name} is "managed", but this cluster is on no cloud that has such a service (allowed with doks, eks and gke); set stores.${name} to cluster or external.`;
}
