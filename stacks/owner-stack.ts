import { StackReference, secret } from "@pulumi/pulumi";
import { isLoadBalancer, readShared, sharingOutputs } from "../components/cluster/shared-cluster";
import type { BorrowedClusterArgs } from "../components/cluster/stack-cluster";
import { UsageError } from "../components/errors";

/**
 * Reads what another stack tells of its cluster. Facts are awaited, so that they are plain values to everything that
 * follows; the kubeconfig stays an Output, and secret.
 *
 * @param reference `organization/project/stack`, `project/stack` or `stack`
 * @throws UsageError when the stack shares no cluster; a stack that doesn't exist is refused by the engine
 */
export async function readOwner(name: string, reference: string): Promise<BorrowedClusterArgs> {
  const stack = new StackReference(name, { name: reference });
  const shared = await stack.getOutputDetails(sharingOutputs.shared);
  const kubeconfig = await stack.getOutputDetails(sharingOutputs.kubeconfig);
  if (shared.value === undefined || (kubeconfig.secretValue ?? kubeconfig.value) === undefined) {
    throw new UsageError(
      `cluster.reference is "${reference}", a stack without the outputs ${sharingOutputs.shared} and ${sharingOutputs.kubeconfig}; name a stack that has a cluster of its own, and run pulumi up on it first.`,
    );
  }
  const loadBalancer = await stack.getOutputDetails(sharingOutputs.loadBalancer);
  const grafanaUrl = await stack.getOutputDetails(sharingOutputs.grafanaUrl);
  return {
    owner: {
      ...readShared(shared.value, reference),
      reference,
      ...(isLoadBalancer(loadBalancer.value) && { loadBalancer: loadBalancer.value }),
      ...(typeof grafanaUrl.value === "string" && { grafanaUrl: grafanaUrl.value }),
    },
    kubeconfig: secret(stack.requireOutput(sharingOutputs.kubeconfig).apply(String)),
  };
}
