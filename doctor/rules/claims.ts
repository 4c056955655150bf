import { minutesSince } from "../age";
import type { Rule, Seen } from "../contract";
import { describeIt, nameOf, warningAbout } from "../naming";

/** Minutes that a volume may take. */
const usualMinutes = 3;

type Claim = Seen["claims"][number];

/** Whether a claim waits for its first pod, as it should. */
function waitsForPod({ pods, storageClasses }: Seen, { metadata, spec }: Claim): boolean {
  const known = storageClasses.find((one) => one.metadata?.name === spec?.storageClassName);
  return (
    known?.volumeBindingMode === "WaitForFirstConsumer" &&
    !pods.some(
      (pod) =>
        pod.metadata?.namespace === metadata?.namespace &&
        (pod.spec?.volumes ?? []).some((volume) => volume.persistentVolumeClaim?.claimName === metadata?.name),
    )
  );
}

function why(seen: Seen, claim: Claim): string {
  const { storageClassName: wanted } = claim.spec ?? {};
  const names = seen.storageClasses.map(({ metadata }) => metadata?.name ?? "");
  const told = warningAbout(seen, "PersistentVolumeClaim", claim);
  if (claim.status?.phase === "Lost") return `its volume ${claim.spec?.volumeName ?? ""} is gone, and its data with it`;
  if (wanted === undefined || wanted === "")
    return `it names no storage class, and there is no default one; there are ${names.join(", ") || "none"}`;
  if (!names.includes(wanted))
    return `there is no storage class ${wanted}; there are ${names.join(", ") || "none"} (cluster.storageClass)`;
  return `no volume of class ${wanted} was made: ${told ?? "nobody says why; see the pods of its provisioner"}`;
}

/** Claims without a volume. */
export const claims: Rule = (seen) =>
  seen.claims
    .filter(
      (claim) =>
        claim.status?.phase !== "Bound" &&
        !waitsForPod(seen, claim) &&
        (claim.status?.phase === "Lost" || minutesSince(seen, claim.metadata?.creationTimestamp) >= usualMinutes),
    )
    .map((claim) => ({
      severity: "broken",
      what: nameOf("persistentvolumeclaim", claim),
      why: why(seen, claim),
      ...(claim.metadata?.creationTimestamp === undefined ? {} : { since: claim.metadata.creationTimestamp }),
      run: [describeIt("pvc", claim)],
    }));
