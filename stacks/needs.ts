import type { Application } from "../components/application/contract";
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
  /** A PostgreSQL lives in the cluster. */
  readonly postgresOperator: boolean;
}

/** Of an application that nothing is known of. */
export const usesNothing: PlatformUses = {
  dapr: false,
  postgresOperator: false,
};

/** What an application uses of what isn't installed for everybody. */
export function usesOf(application: Application): PlatformUses {
  return {
    dapr: application.dapr !== undefined,
    postgresOperator: hasClusterPostgres(application),
  };
}

/** Parts of the platform that the application uses and the settings turn off, as sentences. */
export function unmetNeeds(application: Application, settings: PlatformSettings): readonly string[] {
  const needs = needsOf(application);
  return (["ingress", "certificates", "dapr", "postgresOperator"] as const)
    .filter((part) => needs[part] === true && !settings[part].enabled)
    .map((part) => `platform.${part}.enabled is false, but system ${application.name} uses ${part}; set it to true.`);
}
