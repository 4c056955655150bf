import type { Exemption, JudgeFinding } from "./contract";

/** Whether an exemption is for a finding, whatever the day. */
function covers(exemption: Exemption, { judge, check, subject, place }: JudgeFinding): boolean {
  return (
    exemption.judge === judge &&
    exemption.check === check &&
    (exemption.subject === undefined || exemption.subject.test(subject)) &&
    (exemption.systems === undefined || exemption.systems.includes(place.system)) &&
    (exemption.environments === undefined ||
      (place.environment !== undefined && exemption.environments.includes(place.environment)))
  );
}

/** Findings by whether an exemption that hasn't expired is for them. */
export interface Judgement {
  readonly standing: readonly JudgeFinding[];
  readonly exempted: readonly JudgeFinding[];
  /** Exemptions that nothing needs any more, or that have expired: to be taken out, or thought over. */
  readonly unused: readonly Exemption[];
  readonly expired: readonly Exemption[];
}

/** @param today `YYYY-MM-DD` */
export function judged(findings: readonly JudgeFinding[], exemptions: readonly Exemption[], today: string): Judgement {
  const valid = exemptions.filter(({ expires }) => expires >= today);
  const isExempted = (finding: JudgeFinding): boolean => valid.some((exemption) => covers(exemption, finding));
  return {
    standing: findings.filter((finding) => !isExempted(finding)),
    exempted: findings.filter(isExempted),
    unused: exemptions.filter((exemption) => !findings.some((finding) => covers(exemption, finding))),
    expired: exemptions.filter((exemption) => !valid.includes(exemption)),
  };
}
