import type { Autoscaling, Quota } from "../../components/application/contract";
import type { Signer } from "../../components/application/signatures";
import type { Environment } from "../../components/environment";

/** What differs between the environments of detection-api. */
export interface DetectionApiRow {
  readonly namespace: string;
  readonly scale: number | Autoscaling;
  /** Pods of the slot that stands by. */
  readonly standby: number;
  readonly minAvailable?: number;
  /** Of the namespace. */
  readonly quota?: Quota;
  /** Who signs the images. @default any image runs */
  readonly signer?: Signer;
}

// Sections 3.1 and 2.5 of the plan, which is production's; the other environments are production made smaller.
const scaling = {
  cpuPercent: 70,
  memoryPercent: 75,
  scaleUp: { stabilizationSeconds: 30, everySeconds: 60, pods: 2 },
  scaleDown: { stabilizationSeconds: 300, everySeconds: 60, pods: 1 },
} as const;

/**
 * The pipeline's Cosign key (section 6.4). A stand-in whose private part nobody has: a site puts its own cosign.pub here,
 * and until then no image of detection-api starts. No transparency log: the plan's sites may have no internet access.
 */
const signer: Signer = {
  publicKey: `-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEdeinaW3FtbVI2Tr0p8/jzS6SQ0Ir
Iu8vliaQ2UC8/CpQB4ZsPPrKwT7b+cnoGTrtLdUtCbBBWeJIRY9g6eojjw==
-----END PUBLIC KEY-----
`,
};

/** The environments of detection-api. */
export const detectionApiEnvironments: Readonly<Record<Environment, DetectionApiRow>> = {
  dev: { namespace: "detection-system-dev", scale: 1, standby: 1 },
  staging: {
    namespace: "detection-system-staging",
    scale: { min: 2, max: 4, ...scaling },
    standby: 2,
    minAvailable: 1,
    signer,
  },
  prod: {
    namespace: "detection-system",
    scale: { min: 3, max: 10, ...scaling },
    standby: 3,
    minAvailable: 2,
    signer,
    quota: {
      cpu: { requests: "8", limits: "16" },
      memory: { requests: "8Gi", limits: "16Gi" },
      pods: 20,
      services: 5,
      volumes: 5,
    },
  },
};
