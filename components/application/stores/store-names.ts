/** Names that a store takes in its application: a system must not give them to anything else. */
export interface StoreNames {
  /** Secret with the password, of a store in the cluster. */
  readonly password: string;
  /** Secret with the address, of a store elsewhere. */
  readonly url: string;
  /** Secret with Redis's configuration. */
  readonly configuration: string;
  /** Secret with the connection that dumps and restores use: libpq's service file. */
  readonly service: string;
  /** Workload that dumps. */
  readonly backup: string;
  /** Workload that restores. */
  readonly restore: string;
}

/** The names that the store `name` takes. */
export function storeNames(name: string): StoreNames {
  const capitals = name.toUpperCase().replaceAll("-", "_");
  return {
    password: `${capitals}_PASSWORD`,
    url: `${capitals}_URL`,
    configuration: `${capitals}_CONF`,
    service: `${capitals}_SERVICE`,
    backup: `${name}-backup`,
    restore: `${name}-restore`,
  };
}
