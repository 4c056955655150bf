import { z } from "zod";
import { provisioned, refuse } from "./cluster-checks";

/** Add-ons of minikube that Rootstock would have to fight with, and why. */
const foreignAddOns: Readonly<Record<string, string>> = {
  ingress: "would take ports 80 and 443 from the platform's own ingress-nginx",
  metallb: "is switched on by Rootstock itself, with addresses",
};

/** What `minikube` takes. */
export const minikubeSchema = z.strictObject({
  kind: z.literal("minikube").describe("A cluster on this machine."),
  ...provisioned,
  driver: z
    .enum(["docker", "podman", "kvm2", "qemu2", "vfkit", "hyperkit", "hyperv", "virtualbox", "parallels", "vmware"])
    .default("docker")
    .describe("What runs the nodes. Default: docker."),
  version: z
    .string()
    .regex(/^(stable|latest|v1\.\d+\.\d+)$/, { error: "write stable, latest or an exact version such as v1.36.2" })
    .default("stable")
    .describe("Kubernetes version. Default: stable, which is minikube's own choice."),
  cpus: z.int().min(2).max(64).default(4).describe("CPUs of each node. Default: 4."),
  memory: z.int().min(2048).max(1_048_576).default(8192).describe("Memory of each node, in MiB. Default: 8192."),
  disk: z.int().min(10).max(10_000).default(40).describe("Disk of each node, in GiB. Default: 40."),
  nodes: z.int().min(1).max(10).default(1).describe("Number of nodes. Default: 1."),
  addons: z
    .array(
      z
        .string()
        .regex(/^[a-z0-9-]+$/)
        .superRefine(
          refuse((addon) => {
            const reason = foreignAddOns[addon];
            return reason === undefined ? undefined : `cluster.addons has "${addon}", which ${reason}; leave it out.`;
          }),
        ),
    )
    .default(["metrics-server"])
    .describe("Add-ons beside minikube's own storage class and provisioner. Default: metrics-server."),
  loadBalancerRange: z
    .strictObject({
      from: z.int().min(3).max(254).default(200).describe("Last byte of the first address. Default: 200."),
      to: z.int().min(3).max(254).default(250).describe("Last byte of the last address. Default: 250."),
    })
    .superRefine(({ from, to }, context) => {
      if (from <= to) return;
      context.addIssue({
        code: "custom",
        message: `cluster.loadBalancerRange.from is ${String(from)} and cluster.loadBalancerRange.to is ${String(to)}; the first address can't be after the last: swap them.`,
      });
    })
    .prefault({})
    .describe("Addresses that load balancers get on minikube's network."),
});

/** Name of a storage class: a DNS subdomain. */
const className = z
  .string()
  .min(1)
  .max(253)
  .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/, {
    error: "write a class as kubectl get storageclass lists it, such as local-path",
  });

/** What `kubeconfig` takes. */
export const kubeconfigSchema = z.strictObject({
  kind: z.literal("kubeconfig").describe("A cluster that exists: K3s, on-prem, any other."),
  name: z
    .string()
    .min(1)
    .max(253)
    .optional()
    .describe(
      "What tells this cluster from others; another name replaces every object. Default: the context, or <system>-<environment>.",
    ),
  path: z
    .string()
    .min(1)
    .optional()
    .describe("The kubeconfig file. Default: the secret kubeconfig, or what KUBECONFIG names, or ~/.kube/config."),
  context: z.string().min(1).optional().describe("Context in the kubeconfig. Default: its current one."),
  storageClass: className
    .default("local-path")
    .describe("Class for volumes holding data. Default: local-path, which K3s brings."),
  fastStorageClass: className
    .optional()
    .describe("Class for volumes where latency counts, such as databases. Default: the same as storageClass."),
  sharedStorageClass: className
    .optional()
    .describe("Class of volumes that many nodes mount at once, such as nfs-client. Default: there is none."),
  loadBalancer: z
    .enum(["ip", "hostname", "none"])
    .default("ip")
    .describe(
      "How a Service of type LoadBalancer shows its address; none where nothing serves it. Default: ip (K3s' servicelb; start K3s with --disable=traefik, which holds ports 80 and 443).",
    ),
  metricsServer: z.boolean().default(true).describe("Whether metrics-server runs already. Default: true, as in K3s."),
  networkPolicy: z.boolean().default(true).describe("Whether NetworkPolicies are enforced. Default: true, as in K3s."),
  nodePools: z
    .array(
      z.strictObject({
        name: z
          .string()
          .regex(/^[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?$/, {
            error: "write at most 40 lower-case letters, digits and hyphens, not beginning or ending with a hyphen",
          })
          .default("nodes")
          .describe("Name of the group. Default: nodes."),
        cpus: z.number().positive().max(1024).describe("CPUs that pods can use on each node."),
        memory: z.int().positive().max(33_554_432).describe("Memory that pods can use on each node, in MiB."),
        disk: z.int().positive().max(1_000_000).default(50).describe("Disk of each node, in GiB. Default: 50."),
        count: z.int().min(1).max(1000).default(1).describe("Number of nodes. Default: 1."),
        zones: z.array(z.string()).default([]).describe("Zones of the nodes. Default: none."),
      }),
    )
    .default([])
    .describe("Its nodes, for the plan's checks and the rehearsal. Default: unknown."),
});

/** What `stack` takes. */
export const stackSchema = z.strictObject({
  kind: z.literal("stack").describe("The cluster of another stack, with its platform."),
  reference: z
    .string()
    .regex(/^\w[\w.-]*(\/\w[\w.-]*){0,2}$/, {
      error: "write organization/project/stack, project/stack or stack, e.g. rootstock/staging",
    })
    .describe("The stack that owns the cluster: organization/project/stack, project/stack or stack."),
});
