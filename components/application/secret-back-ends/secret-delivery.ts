import type { Output, Resource } from "@pulumi/pulumi";
import { UsageError } from "../../errors";
import type { PlatformHandle } from "../../platform/contract";
import type { Application, Workload } from "../contract";
import { componentSecrets } from "../dapr";
import type { SecretBackEnd, SecretVersions } from "../secret-back-end";
import type { SecretValues } from "../secret-values";
import type { Child, Metadata } from "../workload-args";
import { ExternalSecrets } from "./external-secrets";
import { SealedSecrets } from "./sealed-secrets";
import { entryOf, type SecretObject, type SecretObjects } from "./secret-objects";
import { secretsBehind, secretsOf, textParts } from "./secret-text";
import { versionAnnotations, versionOf } from "./secret-versions";
import { StateSecrets } from "./state";
import { heldInState } from "./state-held";
import { type VaultPod, vaultPod } from "./vault-agent";

/** A Secret that was made, and the keys that are in it. */
export interface DeliveredSecret {
  readonly name: Output<string>;
  readonly keys: readonly string[];
}

/** What {@link SecretDelivery} takes. */
export interface SecretDeliveryArgs {
  /** With what its stores add to it. */
  readonly application: Application;
  readonly platform: PlatformHandle;
  readonly backEnd: SecretBackEnd;
  readonly versions: SecretVersions;
  /** Values of the secrets that the stack's state holds. */
  readonly values: SecretValues;
}

/** The sentence for a back end that the platform has no add-on for. */
function notThere(application: string, { kind }: SecretBackEnd, setting: string): UsageError {
  return new UsageError(
    `Application ${application} has its secrets in ${kind}, which the platform doesn't have; set platform.${setting}.enabled to true, or secretBackEnd to state.`,
  );
}

/** Brings an application's secrets to whatever refers to them, from wherever they live. */
export class SecretDelivery {
  /** Secrets whose values are in the stack's state. */
  readonly #held: ReadonlySet<string>;
  readonly #state: SecretObjects;
  /** Where all other Secrets come from; Vault makes none. */
  readonly #elsewhere: SecretObjects;

  /**
   * Makes what the back end needs in the namespace.
   *
   * @throws UsageError when the platform lacks the back end's add-on.
   */
  constructor(
    private readonly args: SecretDeliveryArgs,
    metadata: Metadata,
    child: Child,
  ) {
    const { application, backEnd, platform, values, versions } = args;
    const { facts, gates } = platform;
    const sources = application.secrets ?? {};
    this.#held = heldInState(application, backEnd);
    this.#state = new StateSecrets(values, sources, versions);
    this.#elsewhere = this.#state;
    if (backEnd.kind === "external-secrets") {
      if (facts.externalSecrets === undefined) throw notThere(application.name, backEnd, "externalSecrets");
      this.#elsewhere = new ExternalSecrets(
        { backEnd, sources, versions, gates: gates.externalSecrets },
        metadata,
        child,
      );
    }
    if (backEnd.kind === "sealed-secrets") {
      if (facts.sealedSecrets === undefined) throw notThere(application.name, backEnd, "sealedSecrets");
      this.#elsewhere = new SealedSecrets({ sealed: backEnd.sealed, sources, versions, gates: gates.sealedSecrets });
    }
    if (backEnd.kind === "vault" && facts.vault === undefined) throw notThere(application.name, backEnd, "vault");
  }

  /** What pods with secrets wait for: nothing else would write those of Vault. */
  get podGates(): readonly Resource[] {
    return this.args.backEnd.kind === "vault" ? this.args.platform.gates.vault : [];
  }

  /** One Secret, as somebody needs it who takes a single one: from the state, where that holds all of it. */
  make(object: SecretObject, metadata: Metadata, child: Child): Output<string> {
    const held = Object.values(object.entries).every((text) => this.#isHeld(text));
    return (held ? this.#state : this.#elsewhere).make(object, metadata, child);
  }

  /** Secrets with all these entries: one, or where the state holds some of them, two. */
  deliver(object: SecretObject, metadata: Metadata, child: Child): readonly DeliveredSecret[] {
    const entries = Object.entries(object.entries);
    const held = entries.filter(([, text]) => this.#isHeld(text));
    const others = entries.filter(([, text]) => !this.#isHeld(text));
    const inState = this.args.backEnd.kind === "state" ? object.name : `${object.name}-state`;
    return [
      { objects: this.#elsewhere, name: object.name, part: others },
      { objects: this.#state, name: inState, part: held },
    ].flatMap(({ objects, name, part }) =>
      part.length === 0
        ? []
        : [
            {
              name: objects.make({ ...object, name, entries: Object.fromEntries(part) }, metadata, child),
              keys: part.map(([key]) => key),
            },
          ],
    );
  }

  /** The same for a workload's pods: what Vault's agent writes into them is in no Secret. */
  deliverToPods(object: SecretObject, metadata: Metadata, child: Child): readonly DeliveredSecret[] {
    if (this.args.backEnd.kind !== "vault") return this.deliver(object, metadata, child);
    const held = Object.entries(object.entries).filter(([, text]) => this.#isHeld(text));
    return this.deliver({ ...object, entries: Object.fromEntries(held) }, metadata, child);
  }

  /** What Vault's agent needs in the pods of a workload; undefined where it has nothing to write. */
  vaultPod(name: string, workload: Workload): VaultPod | undefined {
    const { application, backEnd, platform, versions } = this.args;
    const { vault: facts } = platform.facts;
    if (backEnd.kind !== "vault" || facts === undefined) return undefined;
    return vaultPod({ name, workload, backEnd, facts, sources: application.secrets ?? {}, versions, held: this.#held });
  }

  /**
   * What makes the pods of a workload new when secrets of its sidecar were changed, which it reads at its start alone;
   * nothing before the first change.
   */
  sidecarVersions(name: string): Readonly<Record<string, string>> {
    const { application, versions } = this.args;
    const sources = application.secrets ?? {};
    const read = Object.values(application.dapr?.components ?? {})
      .filter(({ scopes }) => scopes.includes(name))
      .flatMap(componentSecrets);
    const behind = [...new Set(read.flatMap((secret) => secretsBehind(entryOf(secret), sources)))];
    const changed = behind.filter((secret) => versionOf(versions, secret) > 1);
    return versionAnnotations(changed, versions, sources);
  }

  #isHeld(text: string): boolean {
    return secretsOf(textParts(text)).every((name) => this.#held.has(name));
  }
}
