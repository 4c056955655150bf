import type { Mutant } from "../contract";

const policy = "components/application/network-policy.ts";
const routes = "components/application/routes.ts";
const ingresses = "components/application/ingresses.ts";
const workload = "components/application/workload.ts";
const first = ["application/network"];
const routed = ["application/routes"];

/** Who may talk to whom. */
export const networkMutants: readonly Mutant[] = [
  {
    name: "nothing refuses what leaves the namespace",
    file: policy,
    find: '  podSelector: {},\n  policyTypes: ["Ingress", "Egress"],',
    replace: '  podSelector: {},\n  policyTypes: ["Ingress"],',
    first,
  },
  {
    name: "the namespace isn't closed by default",
    file: "components/application/application.ts",
    find: '    { metadata: { ...metadata, name: "default-deny" }, spec: defaultDenySpec },',
    replace:
      '    { metadata: { ...metadata, name: "default-deny" }, spec: { ...defaultDenySpec, podSelector: { matchLabels: { none: "none" } } } },',
    first,
  },
  {
    name: "a workload has no network policy",
    file: workload,
    find: "  new k8s.networking.v1.NetworkPolicy(\n    name,\n",
    replace: "  if (name === application.name) new k8s.networking.v1.NetworkPolicy(\n    name,\n",
    first,
  },
  {
    name: "a workload's way out is open",
    file: policy,
    find: '    podSelector: { matchLabels: selectorLabels(application.name, name) },\n    policyTypes: ["Ingress", "Egress"],',
    replace: '    podSelector: { matchLabels: selectorLabels(application.name, name) },\n    policyTypes: ["Ingress"],',
    first,
  },
  {
    name: "a rule lost its `from`",
    file: policy,
    find: "    from: flows.filter((flow) => flow.to === name && flow.port === port).map((flow) => peer(flow.from)),\n",
    replace: "",
    first,
  },
  {
    name: "a rule admits the pod itself instead of its peer",
    file: policy,
    find: ".map((flow) => peer(flow.from))",
    replace: ".map((flow) => peer(flow.to))",
    first,
  },
  {
    name: "the whole namespace of the ingress controller is let in",
    file: policy,
    find: "podSelector: { matchLabels: { ...podLabels } }",
    replace: "podSelector: {}",
    first,
  },
  {
    name: "everybody may scrape",
    file: policy,
    find: "        from: [{ namespaceSelector: inNamespace(namespace), podSelector: { matchLabels: { ...prometheusLabels } } }],\n",
    replace: "",
    first,
  },
  {
    name: "a way to the internet is one to private addresses, too",
    file: policy,
    find: "except: [...privateRanges]",
    replace: "except: []",
    first,
  },
  {
    name: "a way out is open on every port",
    file: policy,
    find: "      to: [{ podSelector: { matchLabels: selectorLabels(application.name, flow.to) } }],\n      ports: tcp(flow.port),\n",
    replace: "      to: [{ podSelector: { matchLabels: selectorLabels(application.name, flow.to) } }],\n",
    first,
  },
  {
    name: "a policy selects every pod",
    file: policy,
    find: "    podSelector: { matchLabels: selectorLabels(application.name, name) },\n    policyTypes",
    replace: "    podSelector: {},\n    policyTypes",
    first,
  },
  {
    name: "nobody asks for a certificate",
    file: ingresses,
    find: '{ "cert-manager.io/cluster-issuer": issuer }',
    replace: "{}",
    first: routed,
  },
  {
    name: "routes have no TLS",
    file: routes,
    find: "...(tls ? {",
    replace: "...(!tls ? {",
    first: routed,
  },
  {
    name: "plain HTTP isn't redirected",
    file: ingresses,
    find: "redirectToHttps: issuer !== undefined",
    replace: "redirectToHttps: false",
    first: routed,
  },
  {
    name: "a route leads to a port that its Service lacks",
    file: routes,
    find: 'target.kind === "scheduled" ? 0 : target.port',
    replace: 'target.kind === "scheduled" ? 0 : target.port + 1',
    first: routed,
  },
  {
    name: "routes don't wait for their controller, whose webhook refuses them",
    file: ingresses,
    find: "dependsOn: [...platform.gates.ingress]",
    replace: "dependsOn: []",
    first: routed,
  },
];
