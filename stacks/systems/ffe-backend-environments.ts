import type { Autoscaling, Resources } from "../../components/application/contract";
import { resources } from "../../components/application/resources";
import type { Environment } from "../../components/environment";

/** What differs between the environments of the FFE backend. */
export interface FfeBackendRow {
  readonly scale: number | Autoscaling;
  readonly minAvailable?: number;
  readonly resources: Resources;
  readonly timeoutSeconds: number;
  readonly intervalSeconds: number;
  readonly failures: number;
  /** Volume of the application's files. */
  readonly storage?: "5Gi" | "20Gi";
  readonly logLevel: "DEBUG" | "INFO";
  /** Connections that each process keeps open. */
  readonly pool: number;
  readonly databaseInstances: 1 | 3;
  /** Where people get in from outside: prefix of the hosts, and which service certifies them. @default nobody gets in */
  readonly open?: { readonly hosts: string; readonly issuer: "staging" | "production" };
  readonly requestsPerMinute: number;
  readonly hardened: boolean;
}

// The report gives no targets: ours.
const targets = { cpuPercent: 70, memoryPercent: 80 } as const;

/** The table of the report, "Kubernetes resources by environment". */
export const ffeBackendEnvironments: Readonly<Record<Environment, FfeBackendRow>> = {
  dev: {
    scale: 1,
    resources: resources(["100m", "500m"], ["256Mi", "1Gi"]),
    timeoutSeconds: 5,
    intervalSeconds: 10,
    failures: 3,
    logLevel: "DEBUG",
    pool: 5,
    databaseInstances: 1,
    requestsPerMinute: 100,
    hardened: false,
  },
  staging: {
    scale: { min: 2, max: 5, ...targets },
    minAvailable: 1,
    resources: resources(["250m", "750m"], ["512Mi", "1536Mi"]),
    timeoutSeconds: 5,
    intervalSeconds: 10,
    failures: 2,
    storage: "5Gi",
    logLevel: "INFO",
    pool: 5,
    databaseInstances: 1,
    open: { hosts: "staging.ffe", issuer: "staging" },
    requestsPerMinute: 100,
    hardened: false,
  },
  prod: {
    scale: { min: 3, max: 10, ...targets },
    minAvailable: 2,
    resources: resources(["500m", "2"], ["1Gi", "2Gi"]),
    timeoutSeconds: 3,
    intervalSeconds: 5,
    failures: 1,
    storage: "20Gi",
    logLevel: "INFO",
    pool: 20,
    databaseInstances: 3,
    open: { hosts: "ffe", issuer: "production" },
    requestsPerMinute: 200,
    hardened: true,
  },
};
