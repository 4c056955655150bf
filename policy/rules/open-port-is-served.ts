import type { Context, Rule, Violation } from "../contract";
import { policiesOf } from "../network-policies";
import { listens } from "../pods";

function violations(context: Context): readonly Violation[] {
  return policiesOf(context).flatMap(({ object, ingress, selected }) =>
    ingress.flatMap(({ ports = [] }) =>
      ports.flatMap(({ port, endPort }) => {
        if (port === undefined || endPort !== undefined || selected.length === 0) return [];
        return selected.some((pod) => listens(pod, port))
          ? []
          : [
              {
                object,
                message: `lets others in on port ${port}, where none of its pods listens; name a port of theirs.`,
              },
            ];
      }),
    ),
  );
}

/** Every port that a NetworkPolicy opens has to be one that a pod listens on. */
export const openPortIsServed: Rule = {
  name: "open-port-is-served",
  reason: "A NetworkPolicy that opens another port than the pod's blocks the connection that it was written for.",
  check: violations,
};
