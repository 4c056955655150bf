import { provisionCluster } from "./stacks/cluster";
import { loadConfig } from "./stacks/config/load";
import { collectOutputs, type StackOutputs } from "./stacks/outputs";
import { providePlatform } from "./stacks/provide-platform";
import { storeProvisioner } from "./stacks/stores";
import { deploySystem } from "./stacks/system";

/** config -> cluster -> platform -> application -> outputs */
export = async (): Promise<StackOutputs> => {
  const config = await loadConfig();
  const provisioned = await provisionCluster(config.cluster, config.context);
  const { handle: cluster, cloud } = provisioned;
  const platform = await providePlatform(config, provisioned);
  const stores = await storeProvisioner(config.application, cluster, cloud);
  const application = deploySystem(config, cluster, platform, stores);
  return collectOutputs(config, cluster, platform, application);
};
