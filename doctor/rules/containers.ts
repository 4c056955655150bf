import type { Rule, Seen, Trouble } from "../contract";
import { workloadOf } from "../naming";

type Pod = Seen["pods"][number];
type ContainerStatus = NonNullable<NonNullable<Pod["status"]>["containerStatuses"]>[number];

const pullReasons = ["ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "ImageInspectError"];
const configReasons = ["CreateContainerConfigError", "CreateContainerError", "RunContainerError"];

function restarted({ lastState, name, restartCount }: ContainerStatus): string {
  const ended = lastState?.terminated;
  const how =
    ended === undefined
      ? "nobody says how it ended"
      : `${ended.reason ?? "it ended"}, exit code ${String(ended.exitCode)}`;
  const memory = ended?.reason === "OOMKilled" ? "; it needs more memory than its limit, or loses some" : "";
  return `container ${name} was restarted ${String(restartCount)} times: ${how}${memory}`;
}

function why(status: ContainerStatus): string | undefined {
  const { image, name, state } = status;
  const { message, reason = "" } = state?.waiting ?? {};
  if (pullReasons.includes(reason))
    return `image ${image} can't be pulled (${reason}): ${message ?? "no reason is told"}`;
  if (configReasons.includes(reason))
    return `container ${name} can't start (${reason}): ${message ?? "no reason is told"}`;
  return reason === "CrashLoopBackOff" ? restarted(status) : undefined;
}

interface Ailing {
  readonly pod: Pod;
  readonly status: ContainerStatus;
  readonly why: string;
}

function ailing(pod: Pod): readonly Ailing[] {
  const statuses = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])];
  return statuses.flatMap((status) => {
    const reason = why(status);
    return reason === undefined ? [] : [{ pod, status, why: reason }];
  });
}

function troubleOf(same: readonly Ailing[]): readonly Trouble[] {
  const [first] = same;
  if (first === undefined) return [];
  const { name = "", namespace = "" } = first.pod.metadata ?? {};
  const crashes = first.status.state?.waiting?.reason === "CrashLoopBackOff";
  const finished = first.status.lastState?.terminated?.finishedAt;
  const since = crashes ? finished : (first.pod.status?.startTime ?? first.pod.metadata?.creationTimestamp);
  const others = same.length > 1 ? ` (${String(same.length)} pods)` : "";
  return [
    {
      severity: "broken",
      what: workloadOf(first.pod),
      why: `${first.why}${others}`,
      ...(since === undefined ? {} : { since }),
      run: crashes
        ? [`kubectl -n ${namespace} logs ${name} -c ${first.status.name} --previous`]
        : [`kubectl -n ${namespace} describe pod ${name}`],
    },
  ];
}

/**
 * Containers whose image can't be pulled, that can't start, or that end again and again. What a container said at its
 * end is left out: there may be secrets in it.
 */
export const containers: Rule = ({ pods }) =>
  [
    ...Map.groupBy(
      pods.flatMap(ailing),
      ({ pod, status }) => `${workloadOf(pod)} ${status.name} ${status.state?.waiting?.reason ?? ""}`,
    ).values(),
  ].flatMap(troubleOf);
