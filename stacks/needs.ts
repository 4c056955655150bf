import type { Application } from "../components/application/contract";
import type { SecretBackEnd } from "../components/application/secret-back-end";
import type { PlatformSettings } from "../components/platform/contract";
import type { PlatformNeeds } from "./platform";

/** Whether a PostgreSQL lives in the cluster. */
function hasClusterPostgres({ stores = {} }: Application): boolean {
  return Object.values(stores).some(({ kind, place }) => kind === "postgres" && place === "cluster");
}

/** Whether a workload sends traces. */
function isTraced({ workloads }: Application): boolean {
  return Object.values(workloads).some(({ traces }) => traces === true);
}

const inState: SecretBackEnd = { kind: "state" };

/** What an application with its secrets in `backEnd` uses of a platform. */
export function needsOf(application: Application, backEnd: SecretBackEnd = inState): PlatformNeeds {
  const routed = (application.routes ?? []).length > 0;
  const scaled = Object.values(application.workloads).some(
    (workload) => workload.kind === "deployment" && typeof workload.scale !== "number",
  );
  return {
    ingress: routed,
    certificates: routed && application.tls !== "none",
    wildcards: application.tls !== "none" && (application.routes ?? []).some(({ host }) => host.startsWith("*.")),
    dapr: application.dapr !== undefined,
    postgresOperator: hasClusterPostgres(application),
    tracing: isTraced(application),
    ...addOnsOf(backEnd),
    argoCd: application.git !== undefined,
    kyverno: application.signatures !== undefined,
    metrics: scaled,
  };
}

/** The add-ons that a back end for secrets needs. */
function addOnsOf({ kind }: SecretBackEnd): Pick<PlatformUses, "externalSecrets" | "sealedSecrets" | "vault"> {
  return {
    externalSecrets: kind === "external-secrets",
    sealedSecrets: kind === "sealed-secrets",
    vault: kind === "vault",
  };
}

/** Whether an application uses each of the add-ons that are installed only for those who do. */
export interface PlatformUses {
  readonly dapr: boolean;
  /** A PostgreSQL lives in the cluster. */
  readonly postgresOperator: boolean;
  /** A workload sends traces. */
  readonly tracing: boolean;
  /** Its secrets are in a store that External Secrets reads. */
  readonly externalSecrets: boolean;
  /** Its secrets are sealed. */
  readonly sealedSecrets: boolean;
  /** Its secrets are in Vault. */
  readonly vault: boolean;
  /** It follows a repository. */
  readonly argoCd: boolean;
  /** Its images must be signed. */
  readonly kyverno: boolean;
}

/** Of an application that nothing is known of. */
export const usesNothing: PlatformUses = {
  dapr: false,
  postgresOperator: false,
  tracing: false,
  ...addOnsOf(inState),
  argoCd: false,
  kyverno: false,
};

/** What an application with its secrets in `backEnd` uses of what isn't installed for everybody. */
export function usesOf(application: Application, backEnd: SecretBackEnd = inState): PlatformUses {
  return {
    dapr: application.dapr !== undefined,
    postgresOperator: hasClusterPostgres(application),
    tracing: isTraced(application),
    ...addOnsOf(backEnd),
    argoCd: application.git !== undefined,
    kyverno: application.signatures !== undefined,
  };
}

/** Parts of the platform that the application uses and the settings turn off, as sentences. */
export function unmetNeeds(
  application: Application,
  settings: PlatformSettings,
  backEnd: SecretBackEnd = inState,
): readonly string[] {
  const needs = needsOf(application, backEnd);
  const parts = [
    "ingress",
    "certificates",
    "dapr",
    "postgresOperator",
    "tracing",
    "externalSecrets",
    "sealedSecrets",
    "vault",
    "argoCd",
    "kyverno",
  ] as const;
  return parts
    .filter((part) => needs[part] === true && !settings[part].enabled)
    .map((part) => `platform.${part}.enabled is false, but system ${application.name} uses ${part}; set it to true.`);
}
