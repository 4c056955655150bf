import type { Mutant } from "../contract";

const security = "components/application/pod-security.ts";
const references = "components/application/references.ts";
const workload = "components/application/workload.ts";
const secrets = "components/application/secret-values.ts";

/** Who may do what, and who learns what. */
export const accessMutants: readonly Mutant[] = [
  {
    name: "secret values aren't marked",
    file: secrets,
    find: "const value = pulumi.secret(this.#make(name));",
    replace: "const value = this.#make(name);",
    first: ["application/secrets"],
  },
  {
    name: "the API server takes any pod in the namespace",
    file: security,
    find: '"pod-security.kubernetes.io/enforce": "restricted"',
    replace: '"pod-security.kubernetes.io/enforce": "baseline"',
    first: ["application/namespace", "application/network"],
  },
  {
    name: "service accounts hand out tokens",
    file: references,
    find: "automountServiceAccountToken: false",
    replace: "automountServiceAccountToken: true",
    first: ["application/pod", "application/references"],
  },
  {
    name: "settings can be changed under running pods",
    file: references,
    find: "{ metadata, immutable: true, data }",
    replace: "{ metadata, data }",
    first: ["application/references", "application/pod"],
  },
  {
    name: "settings have a name of their own, so that a change rolls no pod",
    file: references,
    find: "{ metadata, immutable: true, data }",
    replace: "{ metadata: { ...metadata, name: name + suffix }, immutable: true, data }",
    first: ["application/references", "application/pod"],
  },
  {
    name: "a role forgets the names that it is for",
    file: workload,
    find: "...(resourceNames === undefined ? {} : { resourceNames: [...resourceNames] })",
    replace: "...(resourceNames === undefined ? {} : {})",
    first: ["application/references"],
  },
  {
    name: "a role is bound to the usual service account",
    file: workload,
    find: 'subjects: [{ kind: "ServiceAccount", name, namespace: args.namespace }]',
    replace: 'subjects: [{ kind: "ServiceAccount", name: "default", namespace: args.namespace }]',
    first: ["application/references"],
  },
  {
    name: "who may read may read secrets",
    file: "components/application/people-access.ts",
    find: '"pods/log", "services"',
    replace: '"pods/log", "secrets", "services"',
    first: ["application/namespace", "application/references"],
  },
  {
    name: "nobody waits until signatures are verified",
    file: "components/application/image-policy.ts",
    find: "const after = { ...child, dependsOn: [...platform.gates.kyverno] };",
    replace: "const after = child;",
    first: ["application/signatures"],
  },
];
