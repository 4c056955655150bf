import type { Application } from "../components/application/contract";
import type { PlatformSettings } from "../components/platform/contract";
import type { PlatformNeeds } from "./platform";

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
    metrics: scaled,
  };
}

/** Parts of the platform that the application uses and the settings turn off, as sentences. */
export function unmetNeeds(application: Application, settings: PlatformSettings): readonly string[] {
  const needs = needsOf(application);
  return (["ingress", "certificates", "dapr"] as const)
    .filter((part) => needs[part] === true && !settings[part].enabled)
    .map((part) => `platform.${part}.enabled is false, but system ${application.name} uses ${part}; set it to true.`);
}
