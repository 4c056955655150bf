import type { Application } from "../contract";
import { previousName } from "../previous-values";
import type { PostgresStore } from "./contract";
import { storeNames } from "./store-names";

/** What the stack's file says of secrets: which are in an even version, and of which two values are accepted. */
export type Accepted = Pick<Application, "evenVersions" | "previousAccepted">;

/** A role that clients log in as, and the secret that is its password. */
export interface LoginRole {
  readonly name: string;
  readonly password: string;
}

/** The two roles that clients of a PostgreSQL log in as by turns. */
export interface PostgresRoles {
  /** Owns the database and everything in it. */
  readonly owner: LoginRole;
  /** Acts as the owner from the start of each of its sessions. */
  readonly second: LoginRole;
  /** As whom clients log in. */
  readonly present: LoginRole;
}

/**
 * The roles of a PostgreSQL in the cluster. A role has one password, so a rotation gives the new one to the role whose
 * turn it is, and the other keeps the former one until the rotation is finished; then both have the present one.
 *
 * @param name the store's
 */
export function postgresRoles(
  name: string,
  { database }: PostgresStore,
  { evenVersions = [], previousAccepted = [] }: Accepted,
): PostgresRoles {
  const { password } = storeNames(name);
  const former = previousAccepted.includes(password) ? previousName(password) : password;
  const isSecondsTurn = evenVersions.includes(password);
  const owner = { name: database, password: isSecondsTurn ? former : password };
  const second = { name: `${database}_2`, password: isSecondsTurn ? password : former };
  return { owner, second, present: isSecondsTurn ? second : owner };
}

/**
 * Makes the second role, as superuser. What it makes belongs to the owner: it acts as that one without being asked to,
 * and goes back to it where a pool resets a session.
 *
 * @see https://www.postgresql.org/docs/current/sql-alterrole.html
 */
export function secondRoleStatements({ owner, second }: PostgresRoles): readonly string[] {
  return [
    `CREATE ROLE "${second.name}" LOGIN IN ROLE "${owner.name}"`,
    `ALTER ROLE "${second.name}" SET role = '${owner.name}'`,
  ];
}
