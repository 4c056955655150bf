import { objectOf } from "../plan/manifests";
import type { StoredPlan } from "./stored-plan";
import { type TopicChange, topicChanges } from "./topics";

interface Selecting {
  readonly selector?: Readonly<Record<string, string>>;
}

interface Templated {
  readonly template?: { readonly metadata?: { readonly labels?: Readonly<Record<string, string>> } };
}

const workloads: readonly string[] = ["Deployment", "StatefulSet", "DaemonSet"];

/** Which workloads' pods each Service leads to, by its selector. */
function served({ resources }: StoredPlan): ReadonlyMap<string, string> {
  const objects = resources.flatMap((resource) => {
    const object = objectOf(resource);
    return object === undefined ? [] : [object];
  });
  return new Map(
    objects.flatMap((service): readonly (readonly [string, string])[] => {
      const { selector } = (service["spec"] ?? {}) as Selecting;
      if (service.kind !== "Service" || selector === undefined) return [];
      const { name, namespace } = service.metadata;
      const behind = objects.filter((object) => {
        const { template } = (object["spec"] ?? {}) as Templated;
        const labels = template?.metadata?.labels ?? {};
        return (
          workloads.includes(object.kind) &&
          object.metadata.namespace === namespace &&
          Object.entries(selector).every(([key, value]) => labels[key] === value)
        );
      });
      return [
        [`Service ${namespace ?? ""}/${name}`, behind.map(({ metadata }) => metadata.name).join(", ") || "nobody"],
      ];
    }),
  );
}

/** Services that lead to other workloads than before, such as after a switch from blue to green. */
export function servingChanges(base: StoredPlan, head: StoredPlan): readonly TopicChange[] {
  return topicChanges(served(base), served(head)).filter(
    ({ after, before }) => before !== undefined && after !== undefined,
  );
}
