import type { Autoscaling, Quota } from "../../components/application/contract";
import type { GitSource } from "../../components/application/git-source";
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
  /** Where the folder is that Argo CD follows. @default nowhere */
  readonly git?: GitSource;
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

/**
 * The folder that Argo CD follows (section 7.1). In the plan it holds what this program makes now, with the secrets and
 * rights that belong to it; it is left with what a team adds between two releases: jobs, rules, a second service. Of one
 * object there is one owner, and Argo CD can't change those of the program. A private repository needs `credentials`.
 */
const git: GitSource = {
  repository: "https://github.com/org/geolocation-engine2.git",
  revision: "main",
  path: "kubernetes/manifests",
};

/** The environments of detection-api. */
export const detectionApiEnvironments: Readonly<Record<Environment, DetectionApiRow>> = {
  dev: { namespace: "detection-system-dev", scale: 1, standby: 1 },
  staging: {
    namespace: "detection-system-staging",
    scale: { min: 2, max: 4, ...scaling },
    standby: 2,
    minAvailable: 1,
    git,
    signer,
  },
  prod: {
    namespace: "detection-system",
    scale: { min: 3, max: 10, ...scaling },
    standby: 3,
    minAvailable: 2,
    git,
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
