import type { Output } from "@pulumi/pulumi";
import type { Child, Metadata } from "../workload-args";

/** A Kubernetes Secret that something in the application refers to by name. */
export interface SecretObject {
  /** What it is called in the program, and the beginning of its name in the cluster. */
  readonly name: string;
  /** Texts by key; `{{NAME}}` is the value of a secret. */
  readonly entries: Readonly<Record<string, string>>;
  /** Values stand in the texts as JSON strings, quotes included. @default as they are */
  readonly values?: "json";
  /** @default Opaque */
  readonly type?: string;
  /** Labels beside those of the metadata. @default none */
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * Makes Secrets, wherever their values come from. A Secret gets a new name with every change of what the program knows
 * of it, so that pods that refer to it are replaced, and none starts with what was before.
 */
export interface SecretObjects {
  /** Name of the Secret, which exists as soon as its values are there. */
  readonly make: (object: SecretObject, metadata: Metadata, child: Child) => Output<string>;
}

/** An entry that is a secret's value and nothing else. */
export function entryOf(name: string): string {
  return `{{${name}}}`;
}
