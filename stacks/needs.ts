import type { Application } from "../components/application/contract";
import type { SecretBackEnd } from "../components/application/secret-back-end";
import type { PlatformSettings } from "../components/platform/contract";
import type { PlatformNeeds } from "./platform";

/** Whether a PostgreSQL lives in the cluster. */
function hasClusterPostgres({ stores = {} }: Application): boolean {
  return Object.values(stores).some(({ kind, place }) => kind === "postgres" && place === "cluster");
}

/** What an application uses of a platform. */
export function needsOf(application: Application): PlatformNeeds {
  const routed = (application.routes ?? []).length > 0;
  const scaled = Object.values(application.workloads).some(
    (workload) => workload.kind === "deployment" && typeof workload.scale !== "number",
  );
  return {
    ingress: routed,
    certificates: routed && application.tls !== "none",
    dapr: application.dapr !== undefined,
    postgresOperator: hasClusterPostgres(application),
    metrics: scaled,
  };
}

/** Whether an application uses each of the add-ons that are installed only for those who do. */
export interface PlatformUses {
  readonly dapr: boolean;
  /** A workload sends traces. */
  readonly tracing: boolean;
  /** A PostgreSQL lives in the cluster. */
  readonly postgresOperator: boolean;
  /** Images must be signed. */
  readonly signatures: boolean;
  /** Argo CD keeps it in step with a repository. */
  readonly gitops: boolean;
  readonly externalSecrets: boolean;
  readonly sealedSecrets: boolean;
  readonly vault: boolean;
}

/** Of an application that nothing is known of. */
export const usesNothing: PlatformUses = {
  dapr: false,
  tracing: false,
  postgresOperator: false,
  signatures: false,
  gitops: false,
  externalSecrets: false,
  sealedSecrets: false,
  vault: false,
};

/** What an application with its secrets in `backEnd` uses of what isn't installed for everybody. */
export function usesOf(application: Application, backEnd: SecretBackEnd): PlatformUses {
  const { dapr, git, signatures, workloads } = application;
  return {
    dapr: dapr !== undefined,
    tracing: Object.values(workloads).some(({ traces }) => traces === true),
    postgresOperator: hasClusterPostgres(application),
    signatures: signatures !== undefined,
    gitops: git !== undefined,
    externalSecrets: backEnd.kind === "external-secrets",
    sealedSecrets: backEnd.kind === "sealed-secrets",
    vault: backEnd.kind === "vault",
  };
}

/** Parts of the platform that the application uses and the settings turn off, as sentences. */
export function unmetNeeds(application: Application, settings: PlatformSettings): readonly string[] {
  const needs = needsOf(application);
  return (["ingress", "certificates", "dapr", "postgresOperator"] as const)
    .filter((part) => needs[part] === true && !settings[part].enabled)
    .map((part) => `platform.${part}.enabled is false, but system ${application.name} uses ${part}; set it to true.`);
}
