/** A program that kubectl, helm and Pulumi call to get a short-lived token. */
export interface CredentialPlugin {
  readonly command: string;
  readonly args: readonly string[];
  /** Hand the cluster's address and certificate to the plugin. @default false */
  readonly provideClusterInfo?: boolean;
  /** What a person reads who hasn't got it. */
  readonly installHint: string;
}

/** What a kubeconfig needs to know of a cluster. */
export interface ClusterAccess {
  /** Name of the cluster, and so of the context. */
  readonly name: string;
  /** Address of the API server, with `https://`. */
  readonly server: string;
  /** Certificate of the cluster's authority, base64. */
  readonly certificateAuthority: string;
  readonly plugin: CredentialPlugin;
}

/**
 * A kubeconfig that holds no credential, so it neither expires nor gives access to whoever reads it: a plugin gets a
 * token from the cloud by the reader's own login.
 *
 * `v1beta1` is the version of the credential API that doctl, the AWS CLI and Google's plugin all speak.
 *
 * @returns the kubeconfig as JSON, which is YAML too
 */
export function execKubeconfig({ name, server, certificateAuthority, plugin }: ClusterAccess): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name, cluster: { server, "certificate-authority-data": certificateAuthority } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    "current-context": name,
    users: [
      {
        name,
        user: {
          exec: {
            apiVersion: "client.authentication.k8s.io/v1beta1",
            command: plugin.command,
            args: plugin.args,
            interactiveMode: "Never",
            provideClusterInfo: plugin.provideClusterInfo ?? false,
            installHint: plugin.installHint,
          },
        },
      },
    ],
  });
}

/**
 * DigitalOcean's own kubeconfig holds a token that dies after 7 days, and reading a fresh one at every run fills the
 * account's list of tokens. Writing the API token itself into the kubeconfig would never expire, but gives the whole
 * account to whoever reads the stack's state. So doctl is asked, which keeps its token until it expires; it takes the
 * account from `DIGITALOCEAN_ACCESS_TOKEN` or from `doctl auth init`, and no account's name is baked in.
 *
 * @see https://github.com/digitalocean/doctl/blob/main/commands/kubernetes.go exec-credential
 */
export function doctlCredential(clusterId: string): CredentialPlugin {
  return {
    command: "doctl",
    args: ["kubernetes", "cluster", "kubeconfig", "exec-credential", "--version=v1beta1", clusterId],
    installHint:
      "Install doctl (https://docs.digitalocean.com/reference/doctl/how-to/install/) and run: doctl auth init",
  };
}

/** The AWS CLI signs a token with whatever credentials its caller has; no profile is baked in. */
export function awsCredential(clusterName: string, region: string): CredentialPlugin {
  return {
    command: "aws",
    args: ["eks", "get-token", "--cluster-name", clusterName, "--region", region, "--output", "json"],
    installHint:
      "Install the AWS CLI, version 2 (https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html)",
  };
}

/**
 * Google's plugin, told to use the application default credentials: the same that Pulumi uses, so that one login (or
 * `GOOGLE_APPLICATION_CREDENTIALS` in CI) serves both. By itself it would ask gcloud for another account's.
 */
export const googleCredential: CredentialPlugin = {
  command: "gke-gcloud-auth-plugin",
  args: ["--use_application_default_credentials"],
  provideClusterInfo: true,
  installHint: "Run: gcloud components install gke-gcloud-auth-plugin",
};
