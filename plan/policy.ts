import type { SharedCluster } from "../components/cluster/shared-cluster";
import { environments } from "../components/environment";
import { type AddOnName, addOnNames } from "../components/platform/contract";
import type { Context, Finding } from "../policy/contract";
import { givenBy } from "../policy/given";
import { findingsOf } from "../policy/index";
import { isRelease } from "./answers";
import { capacityOf } from "./capacity";
import { objectOf } from "./manifests";
import type { Plan } from "./plan";
import { clear } from "./wire";

function isAddOn(name: string): name is AddOnName {
  return addOnNames.some((known) => known === name);
}

/** What the rules look at in a plan. */
export function policyContext({ input, run, pods, pools }: Pick<Plan, "input" | "run" | "pods" | "pools">): Context {
  const stated = input.raw.values["rootstock:environment"];
  const shared = clear(run.outputs["shared"]) as SharedCluster;
  const others = pods.filter(({ by }) => by === "chart" || by === "operator");
  return {
    // The strictest, for a stack that doesn't say.
    environment: environments.find((environment) => environment === stated) ?? "prod",
    objects: run.registrations.flatMap((registration) => objectOf(registration) ?? []),
    given: givenBy({
      facts: shared.platform,
      storageClasses: shared.storageClasses,
      installed: run.registrations
        .filter(({ type }) => isRelease(type))
        .map(({ name }) => name)
        .filter(isAddOn),
      ...(pools.length === 0 ? {} : { nodesAtMost: capacityOf([], pools).offeredAtMax }),
      requestedByOthers: capacityOf(others, pools).most,
    }),
  };
}

/** What the rules have against a plan. */
export function planFindings(plan: Pick<Plan, "input" | "run" | "pods" | "pools">): readonly Finding[] {
  return findingsOf(policyContext(plan));
}
