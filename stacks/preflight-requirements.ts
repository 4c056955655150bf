import { homedir } from "node:os";
import type { ClusterConfig } from "./config/cluster-schema";
import { kubeconfigPath } from "./kubeconfig-file";

/** What a machine can be asked. */
export interface Probe {
  /** Whether a program runs with these arguments and ends well. */
  succeeds(command: string, args: readonly string[]): Promise<boolean>;
  /** Whether a file can be read; `~/` stands for the home directory. */
  hasFile(path: string): Promise<boolean>;
  /** An environment variable; undefined when it is missing or empty. */
  variable(name: string): string | undefined;
}

/** Something that `pulumi up` needs of this machine. */
export interface Requirement {
  /** A tool is a program on PATH; a credential is a login; a setting has no default on this machine. */
  readonly type: "tool" | "credential" | "setting";
  readonly name: string;
  /** What it is for, as the end of "it is needed to …". */
  readonly purpose: string;
  /** Whether it is there. */
  readonly met: (probe: Probe) => Promise<boolean>;
  /** The command that mends it. */
  readonly fix: string;
  /** Nothing of ours fails without it. @default false */
  readonly optional?: boolean;
  /** Arguments that make a tool say its version. */
  readonly asks?: readonly string[];
}

const tool = (name: string, args: readonly string[], purpose: string, fix: string, optional = false): Requirement => ({
  type: "tool",
  name,
  purpose,
  met: (probe) => probe.succeeds(name, args),
  fix,
  optional,
  asks: args,
});

const kubectl = (optional: boolean) =>
  tool(
    "kubectl",
    ["version", "--client"],
    optional ? "look into the cluster" : "read minikube's kubeconfig",
    "see https://kubernetes.io/docs/tasks/tools/",
    optional,
  );

const everywhere: readonly Requirement[] = [
  tool("pulumi", ["version"], "deploy anything", "see https://www.pulumi.com/docs/install/"),
  {
    type: "credential",
    name: "login of Pulumi",
    purpose: "read and write the stack's state",
    met: async (probe) =>
      probe.variable("PULUMI_ACCESS_TOKEN") !== undefined ||
      probe.variable("PULUMI_BACKEND_URL") !== undefined ||
      (await probe.succeeds("pulumi", ["whoami", "--non-interactive"])),
    fix: "pulumi login, or pulumi login --local",
  },
  tool(
    "helm",
    ["version"],
    "look into releases, and package charts for a mirror; Pulumi brings its own",
    "see https://helm.sh/docs/intro/install/",
    true,
  ),
];

const doks: readonly Requirement[] = [
  {
    type: "credential",
    name: "DIGITALOCEAN_TOKEN or DIGITALOCEAN_ACCESS_TOKEN",
    purpose: "create the cluster",
    met: (probe) =>
      Promise.resolve(
        ["DIGITALOCEAN_TOKEN", "DIGITALOCEAN_ACCESS_TOKEN"].some((name) => probe.variable(name) !== undefined),
      ),
    fix: "export DIGITALOCEAN_ACCESS_TOKEN=… (made at https://cloud.digitalocean.com/account/api/tokens)",
  },
  tool(
    "doctl",
    ["version"],
    "reach the cluster: its kubeconfig asks doctl for tokens",
    "see https://docs.digitalocean.com/reference/doctl/how-to/install/",
  ),
  {
    type: "credential",
    name: "login of doctl",
    purpose: "reach the cluster: doctl doesn't read DIGITALOCEAN_TOKEN",
    met: async (probe) =>
      probe.variable("DIGITALOCEAN_ACCESS_TOKEN") !== undefined ||
      (await probe.succeeds("doctl", ["account", "get", "--format", "Status", "--no-header"])),
    fix: "doctl auth init, or export DIGITALOCEAN_ACCESS_TOKEN=…",
  },
  kubectl(true),
];

const eks: readonly Requirement[] = [
  tool(
    "aws",
    ["--version"],
    "reach the cluster: its kubeconfig asks the AWS CLI for tokens",
    "see https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
  ),
  {
    type: "credential",
    name: "credentials of AWS",
    purpose: "create the cluster",
    met: (probe) => probe.succeeds("aws", ["sts", "get-caller-identity"]),
    fix: "aws configure sso, or export AWS_PROFILE=…",
  },
  kubectl(true),
];

function gke(project: string | undefined): readonly Requirement[] {
  return [
    tool(
      "gke-gcloud-auth-plugin",
      ["--version"],
      "reach the cluster: its kubeconfig asks the plugin for tokens",
      "gcloud components install gke-gcloud-auth-plugin",
    ),
    {
      type: "credential",
      name: "application default credentials of Google Cloud",
      purpose: "create and reach the cluster",
      met: async (probe) => {
        const named = probe.variable("GOOGLE_APPLICATION_CREDENTIALS");
        if (named !== undefined) return probe.hasFile(named);
        return (
          (await probe.hasFile("~/.config/gcloud/application_default_credentials.json")) ||
          (await probe.succeeds("gcloud", ["auth", "application-default", "print-access-token"]))
        );
      },
      fix: "gcloud auth application-default login, or export GOOGLE_APPLICATION_CREDENTIALS=<file>",
    },
    {
      type: "setting",
      name: "cluster.project",
      purpose: "know which project of Google Cloud the cluster belongs to",
      met: (probe) =>
        Promise.resolve(
          project !== undefined ||
            ["GOOGLE_PROJECT", "GOOGLE_CLOUD_PROJECT", "GCLOUD_PROJECT", "CLOUDSDK_CORE_PROJECT"].some(
              (name) => probe.variable(name) !== undefined,
            ),
        ),
      fix: "pulumi config set --path 'cluster.project' <project>, or export GOOGLE_PROJECT=<project>",
    },
    kubectl(true),
  ];
}

function minikube(driver: string): readonly Requirement[] {
  return [
    tool("minikube", ["version"], "start the cluster", "see https://minikube.sigs.k8s.io/docs/start/"),
    kubectl(false),
    ...(driver === "docker" || driver === "podman"
      ? [
          tool(
            driver,
            ["info"],
            `run minikube's nodes (cluster.driver is "${driver}")`,
            `install and start ${driver}, or choose another cluster.driver`,
          ),
        ]
      : []),
  ];
}

function existing(path: string | undefined): readonly Requirement[] {
  return [
    {
      type: "credential",
      name: path === undefined ? "a kubeconfig" : `the kubeconfig ${path}`,
      purpose: "reach the cluster",
      met: (probe) => probe.hasFile(kubeconfigPath(path, { KUBECONFIG: probe.variable("KUBECONFIG") }, homedir())),
      fix: "set cluster.path, or: pulumi config set --secret --path 'secrets.KUBECONFIG'",
    },
    kubectl(true),
  ];
}

/** What `pulumi up` needs on a kind of cluster. A kubeconfig that is given as secret needs no file. */
export function requirements(config: ClusterConfig, given: { readonly kubeconfig: boolean }): readonly Requirement[] {
  return [...everywhere, ...ofKind(config, given)];
}

function ofKind(config: ClusterConfig, given: { readonly kubeconfig: boolean }): readonly Requirement[] {
  switch (config.kind) {
    case "doks":
      return doks;
    case "eks":
      return eks;
    case "gke":
      return gke(config.project);
    case "minikube":
      return minikube(config.driver);
    case "kubeconfig":
      return given.kubeconfig ? [kubectl(true)] : existing(config.path);
    case "stack":
      return [kubectl(true)];
  }
}
