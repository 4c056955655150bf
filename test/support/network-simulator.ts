import type { Application } from "../../components/application/contract";
import { flowsOf } from "../../components/application/flows";
import { objectLabels } from "../../components/application/labels";
import { defaultDenySpec, networkPolicySpec } from "../../components/application/network-policy";
import type { PlatformFacts } from "../../components/platform/contract";
import { NetworkPolicies, type Pod, type Policy } from "../../review/network-policies";

/** The policies of an application's namespace, as its description gives them. */
export class NetworkSimulator extends NetworkPolicies {
  constructor(
    private readonly application: Application,
    facts: PlatformFacts,
  ) {
    const flows = flowsOf(application);
    super(application.namespace, [
      defaultDenySpec,
      ...Object.entries(application.workloads).map(([name, workload]) =>
        networkPolicySpec(application, name, workload, facts, flows),
      ),
    ] as unknown as readonly Policy[]);
  }

  /** A pod of a workload. */
  pod(workload: string): Pod {
    return { namespace: this.application.namespace, labels: objectLabels(this.application.name, workload) };
  }
}
