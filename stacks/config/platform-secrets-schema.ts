import { z } from "zod";
import type { Environment } from "../../components/environment";
import type { PlatformSettings } from "../../components/platform/contract";

/** What a stack may set of External Secrets. */
export const externalSecretsSchema = z
  .strictObject({
    enabled: z.boolean().describe("Install External Secrets. Default: whether the system's secrets are there."),
  })
  .partial()
  .describe("External Secrets: copies secrets from a store outside of the cluster.");

/** What a stack may set of Sealed Secrets. */
export const sealedSecretsSchema = z
  .strictObject({
    enabled: z.boolean().describe("Install Sealed Secrets. Default: whether the system's secrets are sealed."),
  })
  .partial()
  .describe("Sealed Secrets: decrypts secrets that only this cluster can read.");

/** What a stack may set of Vault. */
export const vaultSchema = z
  .strictObject({
    enabled: z.boolean().describe("Install Vault. Default: whether the system's secrets are there."),
    ha: z
      .boolean()
      .describe("Three servers that share their data, instead of one with files. Default: true, in dev false."),
    storage: z
      .string()
      .regex(/^[1-9]\d{0,5}(Mi|Gi|Ti)$/, { error: "write a size such as 10Gi: a whole number with Mi, Gi or Ti" })
      .describe("Volume of each server, in Mi, Gi or Ti. Default: 10Gi, in dev 1Gi."),
  })
  .partial()
  .describe("HashiCorp Vault in the cluster, with the injector of its agent.");

/** Vault's settings unless a stack says otherwise. */
export function vaultDefaults(environment: Environment): Omit<PlatformSettings["vault"], "enabled"> {
  return environment === "dev" ? { ha: false, storage: "1Gi" } : { ha: true, storage: "10Gi" };
}
