import { ApplicationComponent } from "../components/application/application";
import type { StoreProvisioner } from "../components/application/stores/provisioner";
import type { ClusterHandle } from "../components/cluster/contract";
import type { PlatformHandle } from "../components/platform/contract";
import type { LoadedConfig } from "./config/load";

/** The stack's system on its platform. */
export function deploySystem(
  config: LoadedConfig,
  cluster: ClusterHandle,
  platform: PlatformHandle,
  stores?: StoreProvisioner,
): ApplicationComponent {
  return new ApplicationComponent(config.application.name, {
    application: config.application,
    environment: config.environment,
    cluster,
    platform,
    suppliedSecrets: config.secrets,
    secretBackEnd: config.secretBackEnd,
    secretVersions: config.secretVersions,
    ...(stores === undefined ? {} : { storeProvisioner: stores }),
    protectData: config.environment === "prod",
  });
}
