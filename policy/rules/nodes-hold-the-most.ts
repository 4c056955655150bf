import { formatBytes, formatCpu } from "../../components/quantities";
import type { Amounts, Context, PlannedObject, Rule } from "../contract";
import { ofKind } from "../objects";
import { podsOf } from "../pods";
import { amountsOfPod, atMost, counts } from "../scale";

const inWords = ({ cpu, memory }: Amounts): string => `${formatCpu(cpu)} CPU and ${formatBytes(memory)}`;

/** The autoscaler that asks for the most: where lowering a maximum helps first. */
function greediest(context: Context): PlannedObject | undefined {
  const pods = podsOf(context);
  const growth = new Map(
    pods.map((pod) => {
      const { min, max } = counts(context, pod);
      return [pod.owner, (max - min) * amountsOfPod(pod, "requests").memory] as const;
    }),
  );
  return [...growth].sort(([, a], [, b]) => b - a)[0]?.[0] ?? ofKind(context, "Namespace")[0];
}

/** The node pools have room for all pods with every autoscaler at its most. */
export const nodesHoldTheMost: Rule = {
  name: "nodes-hold-the-most",
  reason:
    "Where the nodes at their most are fewer than what autoscalers may ask for, pods wait under load, when they are needed.",
  // Nodes cost money: whether the last pod of the busiest hour is worth one, only the owner can say.
  enforcement: { dev: "advisory", staging: "advisory", prod: "advisory" },
  check: (context) => {
    const { nodesAtMost, requestedByOthers } = context.given;
    const object = greediest(context);
    if (nodesAtMost === undefined || object === undefined) return [];
    const { requests } = atMost(context, podsOf(context));
    const total = { cpu: requests.cpu + requestedByOthers.cpu, memory: requests.memory + requestedByOthers.memory };
    return total.cpu <= nodesAtMost.cpu && total.memory <= nodesAtMost.memory
      ? []
      : [
          {
            object,
            message: `and all other pods request ${inWords(total)} with every autoscaler at its most, and the nodes offer ${inWords(nodesAtMost)}; raise the pool's max, or lower a maximum.`,
          },
        ];
  },
};
