import { wakeCommand } from "../../deploy/sleeping";
import type { Rule } from "../contract";

/** Deployments that nobody woke: by the schedule of their stack they have pods at this hour. */
export const sleepers: Rule = ({ asleep }) =>
  asleep === undefined || asleep.until !== undefined
    ? []
    : asleep.deployments.map((name) => ({
        severity: "broken",
        what: `deployment ${asleep.namespace}/${name}`,
        why: `it has no pods, though stack ${asleep.stack} should be awake since ${asleep.clock}: the job wake didn't do it, or somebody scaled it down`,
        run: [`kubectl -n ${asleep.namespace} get jobs,cronjobs`, wakeCommand(asleep)],
      }));
