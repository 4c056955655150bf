import type { ProviderResource, Resource } from "@pulumi/pulumi";
import type { ClusterHandle } from "../components/cluster/contract";
import type { LoadedConfig } from "./config/load";

/**
 * What lets External Secrets read the application's entry of AWS Secrets Manager, on a cluster that this stack makes
 * itself; undefined where the stack names a role, or its secrets are elsewhere. AWS' package is loaded for it alone.
 *
 * @param cloud the provider that made the cluster, where this stack did
 */
export async function secretStoreIdentity(
  { secretBackEnd }: Pick<LoadedConfig, "secretBackEnd">,
  { aws }: Pick<ClusterHandle, "aws">,
  cloud?: ProviderResource,
): Promise<Resource | undefined> {
  if (secretBackEnd.kind !== "external-secrets" || aws === undefined) return undefined;
  const { entry, store } = secretBackEnd;
  if (store.kind !== "aws" || store.role !== undefined) return undefined;
  const { SecretsManagerIdentity } = await import("../components/platform/secrets-manager-identity");
  const opts = cloud === undefined ? {} : { providers: { aws: cloud } };
  return new SecretsManagerIdentity("secrets-manager", { aws, entry, region: store.region }, opts).association;
}
