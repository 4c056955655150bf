import { log } from "@pulumi/pulumi";
import type { PlatformHandle } from "../components/platform/contract";
import type { ProvisionedCluster } from "./cluster";
import type { LoadedConfig } from "./config/load";
import { slackWebhookSecret } from "./config/secret-needs";
import { platformDns } from "./dns";
import { needsOf } from "./needs";
import { installPlatform, platformOfOwner, refuseMissing } from "./platform";
import { secretStoreIdentity } from "./secret-store-identity";

/**
 * The platform under the application: installed by this stack, or offered by the stack that owns the cluster. What a
 * person should know about it is said once.
 *
 * @throws UsageError when the owner doesn't offer what the application uses.
 */
export async function providePlatform(
  config: LoadedConfig,
  { cloud, handle: cluster, owner }: ProvisionedCluster,
): Promise<PlatformHandle> {
  if (owner !== undefined) {
    refuseMissing(owner.platform, needsOf(config.application, config.secretBackEnd), `the stack ${owner.reference}`);
    return platformOfOwner({ facts: owner.platform, loadBalancer: owner.loadBalancer });
  }
  const slackWebhook = config.secrets[slackWebhookSecret];
  const dns = await platformDns(config, cluster, cloud);
  const identity = await secretStoreIdentity(config, cluster, cloud);
  const platform = installPlatform(config.platform, cluster, {
    ...(slackWebhook === undefined ? {} : { slackWebhook }),
    ...(dns === undefined ? {} : { dns }),
    ...(identity === undefined ? {} : { secretStoreIdentity: identity }),
  });
  for (const notice of platform.notices) void log.warn(notice);
  return platform;
}
