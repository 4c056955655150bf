import type { ConnectionSecret } from "../secrets";
import type { Store } from "./contract";

/** How to reach a store, field by field. */
export interface StoreConnection {
  readonly kind: Store["kind"];
  readonly host: string;
  readonly port: number;
  /** Name of the database; a Redis counts them from `0`. */
  readonly database: string;
  /** Empty where a store knows no users. */
  readonly user: string;
  readonly password: string;
  /** Connections are encrypted. */
  readonly tls: boolean;
}

/** Ports on which stores listen unless their URL says otherwise. */
export const usualPorts: Readonly<Record<Store["kind"], number>> = { redis: 6379, postgres: 5432 };

const placeholder = /\{\{([^{}]*)\}\}/g;

/** What a connection's template may have in it. */
const placeholders = ["host", "port", "database", "user", "password", "sslmode", "tls"] as const;

/** What is wrong with a connection's template, as ends of sentences. */
export function templateErrors(template: string): readonly string[] {
  return [...template.matchAll(placeholder)]
    .map((match) => match[1] ?? "")
    .filter((name) => !placeholders.some((known) => known === name))
    .map(
      (name) =>
        `has {{${name}}} in its template; allowed are ${placeholders.map((known) => `{{${known}}}`).join(", ")}.`,
    );
}

function sslMode({ tls }: StoreConnection): string {
  return tls ? "require" : "disable";
}

/** A connection as one text, its parts escaped by `encode`. */
function urlOf(connection: StoreConnection, encode: (text: string) => string): string {
  const { kind, host, port, database, user, password, tls } = connection;
  const credentials = `${encode(user)}:${encode(password)}`;
  const address = `${host}:${String(port)}/${encode(database)}`;
  return kind === "redis"
    ? `${tls ? "rediss" : "redis"}://${credentials}@${address}`
    : `postgresql://${credentials}@${address}?sslmode=${sslMode(connection)}`;
}

function filled(connection: StoreConnection, template: string): string {
  const fields: Readonly<Record<string, string>> = {
    host: connection.host,
    port: String(connection.port),
    database: connection.database,
    user: connection.user,
    password: connection.password,
    sslmode: sslMode(connection),
    tls: String(connection.tls),
  };
  return template.replaceAll(placeholder, (whole, name: string) => fields[name] ?? whole);
}

/** The text of a connection: the store's URL, or the template with its placeholders filled. */
export function connectionText(connection: StoreConnection, { template }: Pick<ConnectionSecret, "template">): string {
  return template === undefined ? urlOf(connection, encodeURIComponent) : filled(connection, template);
}

/**
 * The same as a template of secrets, for a store whose password is the secret `passwordSecret`. The secret's value must
 * need no escaping in a URL.
 */
export function connectionTemplate(
  connection: Omit<StoreConnection, "password">,
  passwordSecret: string,
  { template }: Pick<ConnectionSecret, "template">,
): string {
  const withReference = { ...connection, password: `{{${passwordSecret}}}` };
  return template === undefined ? urlOf(withReference, (text) => text) : filled(withReference, template);
}

const protocols: Readonly<Record<Store["kind"], readonly string[]>> = {
  redis: ["redis:", "rediss:"],
  postgres: ["postgresql:", "postgres:"],
};

/** Fields of a store's URL; undefined for a text that is no such URL. */
export function parseStoreUrl(kind: Store["kind"], text: string): StoreConnection | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, hostname, port, pathname, username, password, searchParams } = new URL(text);
  if (!protocols[kind].includes(protocol) || hostname === "") return undefined;
  const database = decodeURIComponent(pathname.slice(1));
  return {
    kind,
    host: hostname,
    port: port === "" ? usualPorts[kind] : Number(port),
    database: database === "" && kind === "redis" ? "0" : database,
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    tls: kind === "redis" ? protocol === "rediss:" : searchParams.get("sslmode") !== "disable",
  };
}
