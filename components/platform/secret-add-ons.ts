import type { Resource } from "@pulumi/pulumi";
import { ExternalSecretsOperator, type ExternalSecretsOperatorArgs } from "./add-ons/external-secrets";
import { SealedSecretsController } from "./add-ons/sealed-secrets";
import { Vault } from "./add-ons/vault";
import type { AddOnName, PlatformGates, PlatformSettings } from "./contract";

/** What {@link installSecretAddOns} takes. */
export interface SecretAddOnsArgs {
  readonly chosen: ReadonlySet<AddOnName>;
  readonly settings: PlatformSettings;
  readonly context: Omit<ExternalSecretsOperatorArgs, "identity">;
  readonly secretStoreIdentity?: Resource;
  readonly parent: Resource;
}

/** Installs those of the add-ons that hold or bring secrets that are chosen, and tells what waits for each. */
export function installSecretAddOns(
  args: SecretAddOnsArgs,
): Pick<PlatformGates, "externalSecrets" | "sealedSecrets" | "vault"> {
  const { chosen, context, parent, secretStoreIdentity, settings } = args;
  const identity = secretStoreIdentity === undefined ? {} : { identity: secretStoreIdentity };
  const { ha, storage } = settings.vault;
  const child = { parent };
  return {
    externalSecrets: chosen.has("external-secrets")
      ? [new ExternalSecretsOperator("external-secrets", { ...context, ...identity }, child).release]
      : [],
    sealedSecrets: chosen.has("sealed-secrets")
      ? [new SealedSecretsController("sealed-secrets", context, child).release]
      : [],
    vault: chosen.has("vault") ? [new Vault("vault", { ...context, ha, storage }, child).release] : [],
  };
}
