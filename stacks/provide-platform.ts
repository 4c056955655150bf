import { log } from "@pulumi/pulumi";
import type { ClusterHandle } from "../components/cluster/contract";
import type { OwnerStack } from "../components/cluster/shared-cluster";
import type { PlatformHandle } from "../components/platform/contract";
import type { LoadedConfig } from "./config/load";
import { slackWebhookSecret } from "./config/secret-needs";
import { needsOf } from "./needs";
import { installPlatform, platformOfOwner, refuseMissing } from "./platform";

/**
 * The platform under the application: installed by this stack, or offered by the stack that owns the cluster. What a
 * person should know about it is said once.
 *
 * @throws UsageError when the owner doesn't offer what the application uses.
 */
export function providePlatform(config: LoadedConfig, cluster: ClusterHandle, owner?: OwnerStack): PlatformHandle {
  if (owner !== undefined) {
    refuseMissing(owner.platform, needsOf(config.application), `the stack ${owner.reference}`);
    return platformOfOwner({ facts: owner.platform, loadBalancer: owner.loadBalancer });
  }
  const slackWebhook = config.secrets[slackWebhookSecret];
  const platform = installPlatform(config.platform, cluster, slackWebhook === undefined ? {} : { slackWebhook });
  for (const notice of platform.notices) void log.warn(notice);
  return platform;
}
