import fc from "fast-check";
import { stringify } from "yaml";
import { clusterKinds } from "../components/cluster/contract";
import { environments } from "../components/environment";
import { systemNames } from "../stacks/systems";
import { anything, type Changed, changed, hostileChanges } from "./changes";
import { hostileKey, hostileText } from "./hostile";

/** A stack's settings by short key. */
export type StackSettings = Readonly<Record<string, unknown>>;

const pool = { count: 3, min: 2, max: 5 };

/** Every kind of cluster with everything that it takes. */
const clusters: Readonly<Record<(typeof clusterKinds)[number], StackSettings>> = {
  doks: { region: "nyc1", highAvailability: true, vpcCidr: "10.10.0.0/16", nodePool: { ...pool, size: "s-4vcpu-8gb" } },
  eks: {
    ...{ region: "eu-west-1", zones: ["eu-west-1a", "eu-west-1b"], version: "1.35", vpcCidr: "10.0.0.0/16" },
    ...{ nodePool: { ...pool, size: "t3.large", disk: 50 }, logRetention: 30, natGateways: "one" },
    admins: ["arn:aws:iam::123456789012:role/ci"],
  },
  gke: { project: "my-project", location: "europe-west1", networkCidr: "10.0.0.0/13", nodePool: { ...pool, disk: 50 } },
  minikube: { cpus: 4, memory: 8192, nodes: 2, loadBalancerRange: { from: 200, to: 250 }, addons: ["metrics-server"] },
  kubeconfig: {
    ...{ name: "k3s", storageClass: "local-path", sharedStorageClass: "nfs-client", loadBalancer: "ip" },
    nodePools: [{ name: "nodes", cpus: 4, memory: 16384, count: 3, zones: ["a"] }],
  },
  stack: { reference: "rootstock/prod" },
};

/** Everything that a stack may set of its platform. */
const platform: StackSettings = {
  ingress: { replicas: 2, upstreamKeepalive: 100, timeoutSeconds: 60 },
  certificates: { email: "ops@example.com", issuer: "staging" },
  dapr: { ha: true, mtls: true },
  monitoring: {
    ...{ retention: "30d", storage: "20Gi", alertmanagerStorage: "5Gi" },
    ...{ slackChannel: "#alerts", grafanaHost: "grafana.example.com" },
  },
  logs: { storage: "20Gi", retention: "336h" },
  charts: { mirror: "oci://registry.internal/charts" },
  images: { mirror: "registry.internal/mirror" },
};

const base: fc.Arbitrary<StackSettings> = fc
  .record({
    system: fc.constantFrom(...systemNames),
    environment: fc.constantFrom(...environments),
    kind: fc.constantFrom(...clusterKinds),
    rich: fc.boolean(),
    tag: fc.constantFrom<unknown>("v1.0.0", { default: "v1.0.0" }),
  })
  .map(({ system, environment, kind, rich, tag }) => ({
    system,
    environment,
    imageTag: tag,
    domain: "example.com",
    cluster: rich ? { kind, ...clusters[kind] } : { kind },
    ...(rich ? { platform, digests: {}, stores: {}, slots: {} } : {}),
  }));

/** Settings with hostile changes, and these in words. */
export const changedSettings: fc.Arbitrary<Changed<StackSettings>> = fc
  .tuple(base, hostileChanges)
  .map(([right, changes]) => changed(right, changes, anything));

const settings = changedSettings.map(({ value }) => value);

const snippets = [
  ...["\n", "\r\n", "\t", "\u0000", ": ", "- ", "{", "}", "[", "]", "? ", "&a ", "*a", "<<: *a", "!!binary ", "!!set "],
  ...["!<tag:yaml.org,2002:js/function> ", "---\n", "...\n", "%YAML 1.1\n---\n", "|\n", ">-\n", "#", '"', "'", "\\"],
  ...["~", "null", "yes", "0o17", "017", "0x1F", ".nan", ".inf", "1e400", "2020-01-01", "1_000", "12:30:45"],
  ...["config:\n", "__proto__: {polluted: true}\n", "? [a, b]\n: c\n", "? {a: b}\n: c\n", "&a [*a]", "secure: x\n"],
];

const edit = fc.record({
  at: fc.nat(2000),
  remove: fc.nat(4),
  insert: fc.oneof(fc.constantFrom(...snippets), hostileKey),
});

/** Texts of stacks' files: right ones, ones with hostile settings, ones with characters changed, and any text at all. */
export const stackFileText: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.tuple(settings, fc.array(edit, { maxLength: 3 }), fc.boolean()).map(([map, edits, prefixed]) =>
      edits.reduce(
        (text, { at, insert, remove }) => {
          const place = at % (text.length + 1);
          return text.slice(0, place) + insert + text.slice(place + remove);
        },
        textOf(map, prefixed),
      ),
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.oneof(fc.constantFrom(...snippets), hostileText), { maxLength: 6 })
      .map((all) => all.join("")),
  },
);

function textOf(map: StackSettings, prefixed: boolean): string {
  const keys = Object.entries(map).map(([key, value]): [string, unknown] => [
    prefixed ? `rootstock:${key}` : key,
    value,
  ]);
  return stringify({ config: Object.fromEntries(keys) }, { lineWidth: 0, aliasDuplicateObjects: false });
}
