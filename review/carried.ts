import type { Registration } from "../plan/registration";
import { isMade } from "./matching";
import type { ObjectChange } from "./object-change";

/** Whether a resource needs another to be there: by its dependencies or its provider, through any number of others. */
function carriedBy(urn: string, resources: readonly Registration[]): number {
  const carried = new Set([urn]);
  let grew = true;
  while (grew) {
    const before = carried.size;
    for (const { dependencies, parent, provider, urn: own } of resources) {
      const needs = [...dependencies, parent, provider.replace(/::[^:]*$/, "")];
      if (needs.some((other) => carried.has(other))) carried.add(own);
    }
    grew = carried.size > before;
  }
  return resources.filter((resource) => resource.urn !== urn && isMade(resource) && carried.has(resource.urn)).length;
}

/** Changes with the number of resources that go with each thing that is lost, which stand on it in the base. */
export function withCarried(changes: readonly ObjectChange[], base: readonly Registration[]): readonly ObjectChange[] {
  return changes.map((change) => {
    if (change.severity !== "loss") return change;
    const own = change.urn.replace(/^urn:pulumi:[^:]*::/, "");
    const before = base.find(({ urn }) => urn.replace(/^urn:pulumi:[^:]*::/, "") === own);
    const count = before === undefined ? 0 : carriedBy(before.urn, base);
    if (count === 0) return change;
    const sentence = `${count} other resource${count === 1 ? "" : "s"} of this stack stand${count === 1 ? "s" : ""} on it.`;
    return { ...change, notes: [...change.notes, sentence] };
  });
}
