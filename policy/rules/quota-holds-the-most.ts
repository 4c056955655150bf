import { formatBytes, formatCpu, parseQuantity } from "../../components/quantities";
import type { Context, PlannedObject, Rule } from "../contract";
import { namespaceOf, ofKind, specOf } from "../objects";
import { podsOf } from "../pods";
import { atMost } from "../scale";
import type { Labels } from "../selectors";

/** What a namespace asks for at its most, by the name that quotas have for it, and how people write it. */
function asked(context: Context, namespace: string): Readonly<Record<string, readonly [number, string]>> {
  const own = podsOf(context).filter((pod) => pod.namespace === namespace);
  const { pods, requests, limits } = atMost(context, own);
  const kind = (name: string): number =>
    ofKind(context, name).filter((object) => namespaceOf(object) === namespace).length;
  const claims =
    kind("PersistentVolumeClaim") +
    own.reduce((sum, { owner }) => {
      const { volumeClaimTemplates = [], replicas = 1 } = specOf<{
        readonly volumeClaimTemplates: readonly unknown[];
        readonly replicas: number;
      }>(owner);
      return sum + volumeClaimTemplates.length * replicas;
    }, 0);
  const plain = (count: number): readonly [number, string] => [count, String(count)];
  const cpu = (cores: number): readonly [number, string] => [cores, formatCpu(cores)];
  const memory = (bytes: number): readonly [number, string] => [bytes, formatBytes(bytes)];
  return {
    pods: plain(pods),
    services: plain(kind("Service")),
    persistentvolumeclaims: plain(claims),
    cpu: cpu(requests.cpu),
    memory: memory(requests.memory),
    "requests.cpu": cpu(requests.cpu),
    "requests.memory": memory(requests.memory),
    "limits.cpu": cpu(limits.cpu),
    "limits.memory": memory(limits.memory),
  };
}

function faults(context: Context, object: PlannedObject): readonly string[] {
  const { hard = {} } = specOf<{ readonly hard: Labels }>(object);
  const needs = asked(context, namespaceOf(object));
  return Object.entries(hard).flatMap(([name, limit]) => {
    const [amount, shown] = needs[name] ?? [0, ""];
    return amount <= parseQuantity(limit) + 1e-9
      ? []
      : [
          `allows ${limit} of ${name}, and with every autoscaler at its most the pods ask for ${shown}; raise the quota or lower what they ask.`,
        ];
  });
}

/** A quota has room for what its namespace asks for with every autoscaler at its most. */
export const quotaHoldsTheMost: Rule = {
  name: "quota-holds-the-most",
  reason:
    "Where a quota is smaller than what autoscalers may ask for, the pods are refused under load, when they are needed.",
  check: (context) =>
    ofKind(context, "ResourceQuota").flatMap((object) =>
      faults(context, object).map((message) => ({ object, message })),
    ),
};
