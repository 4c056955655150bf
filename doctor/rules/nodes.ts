import type { Rule, Trouble } from "../contract";
import { describeIt, nameOf } from "../naming";

const pressures: Readonly<Record<string, string>> = {
  MemoryPressure: "its memory is nearly used up, and pods are evicted from it",
  DiskPressure: "its disk is nearly full, and pods and images are removed from it",
  PIDPressure: "it has nearly no process numbers left",
  NetworkUnavailable: "its network isn't set up",
};

/** Nodes that don't answer, or run out of something. */
export const nodes: Rule = (seen) =>
  seen.nodes.flatMap((node): readonly Trouble[] => {
    const conditions = node.status?.conditions ?? [];
    const ready = conditions.find(({ type }) => type === "Ready");
    const what = nameOf("node", node);
    const run = [describeIt("node", node)];
    const at = (time: string | undefined) => (time === undefined ? {} : { since: time });
    if (ready !== undefined && ready.status !== "True")
      return [
        {
          severity: "broken",
          what,
          why: `it isn't ready: ${ready.message ?? ready.reason ?? "no reason is told"}`,
          ...at(ready.lastTransitionTime),
          run,
        },
      ];
    return conditions
      .filter(({ status, type }) => status === "True" && pressures[type] !== undefined)
      .map(({ lastTransitionTime, message, type }) => ({
        severity: "warning",
        what,
        why: `${pressures[type] ?? type}: ${message ?? type}`,
        ...at(lastTransitionTime),
        run,
      }));
  });
