import type { Mutant } from "../contract";

const release = "components/platform/chart-release.ts";
const platform = ["platform/platform", "platform/chart-settings"];

/** The platform, and the clusters that it is on. */
export const platformMutants: readonly Mutant[] = [
  {
    name: "charts come in whatever version is newest",
    file: release,
    find: "      version: source.version,\n",
    replace: "",
    first: platform,
  },
  {
    name: "nobody waits for charts",
    file: release,
    find: "skipAwait: chart.awaited === false",
    replace: "skipAwait: true",
    first: platform,
  },
  {
    name: "charts don't wait for what they need",
    file: release,
    find: ", ...after],",
    replace: "],",
    first: platform,
  },
  {
    name: "the platform's namespaces take any pod",
    file: "components/platform/namespace.ts",
    find: '"pod-security.kubernetes.io/enforce": level',
    replace: '"pod-security.kubernetes.io/enforce": "privileged"',
    first: platform,
  },
  {
    name: "the platform's data in production can be destroyed",
    file: "components/platform/namespace.ts",
    find: '      protect: environment === "prod" && chart.volumes,\n',
    replace: "",
    first: platform,
  },
  {
    name: "the platform's pods may run as root",
    file: "components/platform/restricted.ts",
    find: "    runAsNonRoot: true,\n    runAsUser: user,",
    replace: "    runAsUser: user,",
    first: ["platform/secret-add-ons", "platform/tracing", "platform/chart-settings"],
  },
  {
    name: "certificates of production come from Let's Encrypt's staging",
    file: "components/platform/issuers.ts",
    find: "server: servers[service]",
    replace: "server: servers.staging",
    first: platform,
  },
  {
    name: "Kubernetes Secrets on EKS aren't encrypted",
    file: "components/cluster/eks-control-plane.ts",
    find: '      encryptionConfig: { provider: { keyArn: key.arn }, resources: ["secrets"] },\n',
    replace: "",
    first: ["cluster/eks"],
  },
  {
    name: "nodes of GKE hand their identity to pods",
    file: "components/cluster/gke-nodes.ts",
    find: '        workloadMetadataConfig: { mode: "GKE_METADATA" },\n',
    replace: "",
    first: ["cluster/gke"],
  },
  {
    name: "a cluster in production can be destroyed",
    file: "components/cluster/doks.ts",
    find: "{ parent, protect: settings.protect, ",
    replace: "{ parent, ",
    first: ["cluster/doks"],
  },
];
