function policy(statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

const zoneArn = (id: string): string => `arn:aws:route53:::hostedzone/${id}`;

/**
 * What external-dns may do in Route 53: see which zones there are, read and change the records of the named ones.
 *
 * @see https://kubernetes-sigs.github.io/external-dns/latest/docs/tutorials/aws/ (tags are read only to filter by them)
 */
export function recordsPolicy(zoneIds: readonly string[]): string {
  return policy([
    {
      Effect: "Allow",
      Action: ["route53:ChangeResourceRecordSets", "route53:ListResourceRecordSets"],
      Resource: zoneIds.map(zoneArn),
    },
    { Effect: "Allow", Action: "route53:ListHostedZones", Resource: "*" },
  ]);
}

/**
 * What cert-manager may do in Route 53: write TXT records into the named zones, none but those of challenges, and wait
 * until they are served. It is told the ids of zones, so it needn't look for them.
 *
 * @see https://cert-manager.io/docs/configuration/acme/dns01/route53/
 */
export function challengesPolicy(zoneIds: readonly string[]): string {
  return policy([
    { Effect: "Allow", Action: "route53:GetChange", Resource: "arn:aws:route53:::change/*" },
    { Effect: "Allow", Action: "route53:ListResourceRecordSets", Resource: zoneIds.map(zoneArn) },
    {
      Effect: "Allow",
      Action: "route53:ChangeResourceRecordSets",
      Resource: zoneIds.map(zoneArn),
      Condition: {
        "ForAllValues:StringEquals": { "route53:ChangeResourceRecordSetsRecordTypes": ["TXT"] },
        "ForAllValues:StringLike": { "route53:ChangeResourceRecordSetsNormalizedRecordNames": ["_acme-challenge.*"] },
      },
    },
  ]);
}
