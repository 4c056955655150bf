import type * as k8s from "@pulumi/kubernetes";
import { ComponentResource, type ComponentResourceOptions } from "@pulumi/pulumi";
import { chartRelease } from "../chart-release";
import { type ChartValues, mergeValues } from "../chart-values";
import type { PlatformSettings, VaultFacts } from "../contract";
import { footprints } from "../footprint";
import { platformNamespace } from "../namespace";
import { charts } from "../versions";
import type { AddOnContext } from "./context";

/** Arguments of {@link Vault}. */
export type VaultArgs = AddOnContext & Pick<PlatformSettings["vault"], "ha" | "storage">;

const { namespace: vaultNamespace, release } = charts.vault;

/** Servers of a highly available Vault: the fewest of which one may be lost. */
export const servers = 3;

/** What applications may know of Vault. */
export const vaultFacts: VaultFacts = {
  address: `http://${release}.${vaultNamespace}.svc:8200`,
  namespace: vaultNamespace,
  podLabels: { "app.kubernetes.io/name": "vault", component: "server" },
  port: 8200,
};

const restricted = {
  pod: {
    runAsNonRoot: true,
    runAsUser: 100,
    runAsGroup: 1000,
    fsGroup: 1000,
    seccompProfile: { type: "RuntimeDefault" },
  },
  container: {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"] },
    runAsNonRoot: true,
    seccompProfile: { type: "RuntimeDefault" },
  },
};

const listener = `ui = false
disable_mlock = true
listener "tcp" {
  tls_disable = 1
  address = "[::]:8200"
  cluster_address = "[::]:8201"
}
`;

/** One server, its data in files on its volume. */
const singleConfig = `${listener}storage "file" {
  path = "/vault/data"
}
`;

/** Servers that find each other by their names. */
const raftConfig = `${listener}storage "raft" {
  path = "/vault/data"
${Array.from(
  { length: servers },
  (_, index) => `  retry_join {
    leader_api_addr = "http://${release}-${String(index)}.${release}-internal:8200"
  }
`,
).join("")}}
service_registration "kubernetes" {}
`;

/** What doesn't depend on the stack. */
const vaultDefaults: ChartValues = {
  global: { tlsDisable: true },
  ui: { enabled: false },
  csi: { enabled: false },
  injector: {
    resources: footprints.vaultInjector,
    securityContext: restricted,
    // A pod without its secrets is worse than one that is created a little later; only applications are asked about.
    webhook: {
      failurePolicy: "Fail",
      namespaceSelector: { matchExpressions: [{ key: "app.kubernetes.io/part-of", operator: "Exists" }] },
    },
  },
  server: {
    resources: footprints.vaultServer,
    statefulSet: { securityContext: restricted },
  },
};

/** Values of the chart for a stack. */
function vaultValues({ cluster, ha, storage }: VaultArgs): ChartValues {
  return mergeValues(vaultDefaults, {
    injector: { replicas: ha ? 2 : 1 },
    server: {
      dataStorage: { enabled: true, size: storage, storageClass: cluster.storageClass },
      standalone: { enabled: !ha, ...(ha ? {} : { config: singleConfig }) },
      ha: ha
        ? { enabled: true, replicas: servers, raft: { enabled: true, setNodeId: true, config: raftConfig } }
        : { enabled: false },
    },
  });
}

/**
 * HashiCorp Vault in the cluster, one server or three, with the injector of its agent.
 *
 * The release isn't waited for: servers aren't ready until a person has initialized and unsealed them. Traffic to Vault
 * stays inside of the cluster and isn't encrypted.
 *
 * @example
 * const { release } = new Vault("vault", { cluster, environment, mirrors, ha: true, storage: "10Gi" });
 */
export class Vault extends ComponentResource {
  readonly release: k8s.helm.v3.Release;

  constructor(name: string, args: VaultArgs, opts: ComponentResourceOptions = {}) {
    super("rootstock:platform:Vault", name, {}, opts);
    const { cluster, environment, mirrors } = args;
    const namespace = platformNamespace({ chart: charts.vault, environment, cluster, parent: this });
    this.release = chartRelease({
      addOn: "vault",
      cluster,
      mirrors,
      namespace: namespace.metadata.name,
      values: vaultValues(args),
      parent: this,
    });
    this.registerOutputs({});
  }
}
