import type { Autoscaling } from "../../components/application/contract";
import type { StorePlace } from "../../components/application/stores/contract";
import type { Environment } from "../../components/environment";

/** What differs between the environments of ChloroMaster. */
export interface ChloroMasterRow {
  readonly namespace: string;
  readonly host: (domain: string) => string;
  readonly mode: "Development" | "Staging" | "Production";
  readonly issuer: "staging" | "production";
  readonly database: StorePlace;
  /** Instances of PostgreSQL, where it lives in the cluster. */
  readonly instances: number;
  readonly backups: boolean;
  readonly mail: "caught" | "sent";
  readonly scale: number | Autoscaling;
}

/** The environments of the deployment strategy, by namespace, host and size. */
export const chloromasterEnvironments: Readonly<Record<Environment, ChloroMasterRow>> = {
  dev: {
    namespace: "chloromaster-dev",
    host: (domain) => `dev.${domain}`,
    mode: "Development",
    issuer: "staging",
    database: "cluster",
    instances: 1,
    backups: false,
    mail: "caught",
    scale: 1,
  },
  staging: {
    namespace: "chloromaster-staging",
    host: (domain) => `staging.${domain}`,
    mode: "Staging",
    issuer: "staging",
    database: "cluster",
    instances: 1,
    backups: false,
    mail: "caught",
    scale: 2,
  },
  prod: {
    namespace: "chloromaster",
    host: (domain) => domain,
    mode: "Production",
    issuer: "production",
    database: "managed",
    instances: 3,
    backups: true,
    mail: "sent",
    scale: { min: 3, max: 6, cpuPercent: 70 },
  },
};
