import type { Application, Workload } from "../contract";
import { withPreviousValues } from "../previous-values";
import { type ConnectionSecret, composed, generated, type SecretSource, supplied } from "../secrets";
import { connectionTemplate, type StoreConnection, templateErrors, usualPorts } from "./connection";
import type { PostgresStore, Store } from "./contract";
import { backupSecrets, backupWorkloads } from "./postgres-backups";
import { type Accepted, postgresRoles } from "./postgres-roles";
import { redisConfiguration, redisWorkload } from "./redis";
import { storeNames } from "./store-names";

/** Where a store in the cluster answers, and to whom; the password is a secret. */
function clusterConnection(name: string, store: Store, accepted: Accepted): Omit<StoreConnection, "password"> {
  const { kind } = store;
  return kind === "redis"
    ? { kind, host: name, port: usualPorts.redis, database: "0", user: "", tls: false }
    : {
        kind,
        host: `${name}-rw`,
        port: usualPorts.postgres,
        database: store.database,
        user: postgresRoles(name, store, accepted).present.name,
        tls: true,
      };
}

const standIns: Readonly<Record<Store["kind"], string>> = {
  redis: "rediss://:stand-in@redis.invalid:6379/0",
  postgres: "postgresql://stand-in:stand-in@postgres.invalid:5432/stand-in?sslmode=require",
};

function ownSecrets(name: string, store: Store, accepted: readonly string[]): Readonly<Record<string, SecretSource>> {
  const names = storeNames(name);
  const backups = hasBackups(store) ? backupSecrets(name) : {};
  switch (store.place) {
    case "cluster":
      return {
        // Redis takes two passwords, and PostgreSQL has two roles that take turns.
        [names.password]: generated(32, "hex", { keepPrevious: true }),
        ...(store.kind === "redis" ? redisConfiguration(name, accepted) : {}),
        ...backups,
      };
    case "external":
      return {
        [names.url]: supplied(`the URL of ${name}, because stores.${name} is external`, standIns[store.kind]),
        ...backups,
      };
    case "managed":
      return backups;
  }
}

function hasBackups(store: Store): store is PostgresStore & Required<Pick<PostgresStore, "backups">> {
  return store.kind === "postgres" && store.backups !== undefined;
}

function ownWorkloads(name: string, store: Store): Readonly<Record<string, Workload>> {
  return {
    ...(store.kind === "redis" && store.place === "cluster" ? { [name]: redisWorkload(name, store) } : {}),
    ...(hasBackups(store) ? backupWorkloads(name, store) : {}),
  };
}

/** A connection in terms of other secrets, wherever that can be said before anything exists. */
function resolved(source: ConnectionSecret, application: Application): SecretSource {
  const store = application.stores?.[source.store];
  // A template that is refused anyway stays what it is, so that it is refused once.
  if (store === undefined || templateErrors(source.template ?? "").length > 0) return source;
  const names = storeNames(source.store);
  if (store.place === "cluster")
    return composed(connectionTemplate(clusterConnection(source.store, store, application), names.password, source));
  return store.place === "external" && source.template === undefined ? composed(`{{${names.url}}}`) : source;
}

/**
 * An application with what its stores add to it: the workload of a Redis in the cluster, the jobs that back up, and
 * secrets, also those with values before a rotation. Connections to stores in the cluster become templates of secrets,
 * so that every secret back end knows them. One that is expanded already stays as it is.
 */
export function withStores(application: Application): Application {
  const { previousAccepted = [], secrets: own = {}, stores = {} } = application;
  const entries = Object.entries(stores);
  if (entries.length === 0) {
    const all = withPreviousValues(application, own);
    return all === own ? application : { ...application, secrets: all };
  }
  const secrets: Readonly<Record<string, SecretSource>> = {
    ...own,
    ...Object.fromEntries(
      entries.flatMap(([name, store]) => Object.entries(ownSecrets(name, store, previousAccepted))),
    ),
  };
  return {
    ...application,
    workloads: {
      ...application.workloads,
      ...Object.fromEntries(entries.flatMap(([name, store]) => Object.entries(ownWorkloads(name, store)))),
    },
    secrets: Object.fromEntries(
      Object.entries(withPreviousValues(application, secrets)).map(([name, source]) => [
        name,
        source.from === "store" ? resolved(source, application) : source,
      ]),
    ),
  };
}
