import type { Rule } from "../contract";
import { type Container, type Probe, podsOf } from "../pods";

/** Seconds that a program may take to start before it is killed: what is usual for the slowest runtimes. */
const leastSeconds = 30;

/** Seconds until a probe has failed for good. */
function patience({ initialDelaySeconds = 0, periodSeconds = 10, failureThreshold = 3 }: Probe): number {
  return initialDelaySeconds + periodSeconds * failureThreshold;
}

function faultOf({ name, livenessProbe, startupProbe }: Container): string | undefined {
  if (livenessProbe === undefined) return undefined;
  if (startupProbe === undefined)
    return `kills its container ${name} by the liveness probe ${patience(livenessProbe)} s after its start, ready or not; add a startup probe.`;
  return patience(startupProbe) < leastSeconds
    ? `gives its container ${name} ${patience(startupProbe)} s to start, and kills it then; give it ${leastSeconds} s or more.`
    : undefined;
}

/** No liveness probe may kill what is only slow to start. */
export const slowStartSurvives: Rule = {
  name: "slow-start-survives",
  reason:
    "A liveness probe without a startup probe kills what takes longer to start than usual: on a busy node, after a migration, for ever.",
  check: (context) =>
    podsOf(context).flatMap(({ owner, spec }) =>
      [
        ...(spec?.containers ?? []),
        ...(spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === "Always"),
      ].flatMap((container) => {
        const message = faultOf(container);
        return message === undefined ? [] : [{ object: owner, message }];
      }),
    ),
};
