import { existsSync } from "node:fs";
import { type Input, type Output, output, type Resource } from "@pulumi/pulumi";
import type { ClusterHandle } from "../components/cluster/contract";
import { UsageError } from "../components/errors";
import { isChartDirectory, packagePath } from "../components/platform/chart-source";
import type {
  LoadBalancer,
  PlatformDns,
  PlatformFacts,
  PlatformHandle,
  PlatformSettings,
} from "../components/platform/contract";
import { Platform } from "../components/platform/platform";
import { selectAddOns } from "../components/platform/selection";
import { charts } from "../components/platform/versions";

/** What the platform takes of the stack beside its settings. */
export interface PlatformSecrets {
  /** Slack's incoming webhook address. Without it alerts go nowhere, and a notice says so. */
  readonly slackWebhook?: Input<string>;
  /** How it gets at its DNS zones, where it has some. */
  readonly dns?: PlatformDns;
  /** What gives External Secrets' pods the right to read the application's store. */
  readonly secretStoreIdentity?: Resource;
}

/**
 * Installs the platform on a cluster.
 *
 * @throws UsageError when settings contradict each other, or a directory of charts lacks a package.
 */
export function installPlatform(
  settings: PlatformSettings,
  cluster: ClusterHandle,
  secrets: PlatformSecrets = {},
): PlatformHandle {
  refuseMissingPackages(settings, cluster);
  return new Platform("platform", { settings, cluster, ...secrets });
}

/** What an application uses of a platform. */
export interface PlatformNeeds {
  /** It has routes. */
  readonly ingress?: boolean;
  /** Its routes have certificates of Let's Encrypt. */
  readonly certificates?: boolean;
  /** It has Dapr sidecars or components. */
  readonly dapr?: boolean;
  /** It has ServiceMonitors, alerts or dashboards. */
  readonly monitoring?: boolean;
  /** It has a PostgreSQL in the cluster. */
  readonly postgresOperator?: boolean;
  /** Its workloads send traces. */
  readonly tracing?: boolean;
  /** Its secrets are in a store that External Secrets reads. */
  readonly externalSecrets?: boolean;
  /** Its secrets are sealed. */
  readonly sealedSecrets?: boolean;
  /** Its secrets are in Vault. */
  readonly vault?: boolean;
  /** It follows a repository. */
  readonly argoCd?: boolean;
  /** Its images must be signed. */
  readonly kyverno?: boolean;
  /** Its routes have certificates for wildcards. */
  readonly wildcards?: boolean;
  /** It has autoscalers. */
  readonly metrics?: boolean;
}

/** What the stack that owns a platform tells others of it. */
export interface OwnerOutputs {
  readonly facts: PlatformFacts;
  readonly loadBalancer?: Input<LoadBalancer | undefined>;
  readonly grafana?: { readonly url: Output<string>; readonly adminPassword: Output<string> };
}

/**
 * The platform of another stack, as applications of this one see it: nothing to wait for, because it stands already.
 */
export function platformOfOwner({ facts, grafana, loadBalancer }: OwnerOutputs): PlatformHandle {
  return {
    facts,
    gates: {
      dapr: [],
      postgres: [],
      monitoringTypes: [],
      ingress: [],
      externalSecrets: [],
      sealedSecrets: [],
      vault: [],
      argoCd: [],
      kyverno: [],
    },
    loadBalancer: output(loadBalancer),
    ...(grafana === undefined ? {} : { grafana }),
    notices: [],
    kept: [],
  };
}

/** What is missing when a part of a platform is needed but not offered. */
const lacks: Readonly<
  Record<keyof PlatformNeeds, { readonly offered: (facts: PlatformFacts) => boolean; readonly sentence: string }>
> = {
  ingress: {
    offered: (facts) => facts.ingress !== undefined,
    sentence: "an ingress controller for its routes (platform.ingress.enabled)",
  },
  certificates: {
    offered: (facts) => facts.issuers !== undefined,
    sentence: "certificates for its routes (platform.certificates.enabled)",
  },
  dapr: { offered: (facts) => facts.dapr !== undefined, sentence: "Dapr (platform.dapr.enabled)" },
  monitoring: {
    offered: (facts) => facts.monitoring !== undefined,
    sentence: "monitoring (platform.monitoring.enabled)",
  },
  postgresOperator: {
    offered: (facts) => facts.postgres !== undefined,
    sentence: "the operator of its PostgreSQL (platform.postgresOperator.enabled)",
  },
  tracing: { offered: (facts) => facts.tracing !== undefined, sentence: "tracing (platform.tracing.enabled)" },
  externalSecrets: {
    offered: (facts) => facts.externalSecrets !== undefined,
    sentence: "External Secrets (platform.externalSecrets.enabled)",
  },
  sealedSecrets: {
    offered: (facts) => facts.sealedSecrets !== undefined,
    sentence: "Sealed Secrets (platform.sealedSecrets.enabled)",
  },
  vault: { offered: (facts) => facts.vault !== undefined, sentence: "Vault (platform.vault.enabled)" },
  argoCd: {
    offered: (facts) => facts.argoCd !== undefined,
    sentence: "Argo CD, which follows its repository (platform.argoCd.enabled)",
  },
  kyverno: {
    offered: (facts) => facts.kyverno !== undefined,
    sentence: "Kyverno, which verifies its images' signatures (platform.kyverno.enabled)",
  },
  wildcards: {
    offered: (facts) => facts.dns?.challenges === true,
    sentence: "certificates for wildcards (platform.certificates.challenge: dns01 with platform.dns)",
  },
  metrics: { offered: (facts) => facts.metrics, sentence: "metrics for its autoscalers (metrics-server)" },
};

const parts = [
  "ingress",
  "certificates",
  "dapr",
  "monitoring",
  "postgresOperator",
  "tracing",
  "externalSecrets",
  "sealedSecrets",
  "vault",
  "argoCd",
  "kyverno",
  "wildcards",
  "metrics",
] as const satisfies readonly (keyof PlatformNeeds)[];

/**
 * Refuses a platform that doesn't offer what is needed of it.
 *
 * @param owner who can change that, e.g. `the stack acme/rootstock/prod`
 * @throws UsageError naming all that is missing, with the settings that add it.
 */
export function refuseMissing(facts: PlatformFacts, needs: PlatformNeeds, owner: string): void {
  const missing = parts.filter((part) => needs[part] === true && !lacks[part].offered(facts));
  if (missing.length > 0) {
    throw new UsageError(
      `The platform of ${owner} does not offer ${missing.map((part) => lacks[part].sentence).join(", ")}, which this system needs: ` +
        "turn it on there and deploy that stack first, or choose another cluster.",
    );
  }
}

/** @throws UsageError naming every package that a local directory of charts lacks. */
function refuseMissingPackages(settings: PlatformSettings, cluster: ClusterHandle): void {
  const mirror = settings.mirrors.charts;
  if (mirror === undefined || !isChartDirectory(mirror)) {
    return;
  }
  const missing = selectAddOns(settings, cluster)
    .map((name) => packagePath(charts[name], mirror))
    .filter((path) => !existsSync(path));
  if (missing.length > 0) {
    throw new UsageError(
      `platform.charts.mirror is the directory ${mirror}, which lacks ${missing.join(", ")}: put the packaged charts there with helm pull.`,
    );
  }
}
