import * as eks from "@pulumi/aws/eks";
import * as iam from "@pulumi/aws/iam";
import { getZoneOutput } from "@pulumi/aws/route53";
import { all, ComponentResource, type ComponentResourceOptions, type Output, output } from "@pulumi/pulumi";
import type { AwsFacts } from "../../cluster/contract";
import { createRole } from "../../cluster/eks-roles";
import { dnsAccounts } from "./accounts";
import type { DnsAddOn, DnsZone, Route53Access } from "./contract";
import { challengesPolicy, recordsPolicy } from "./route53-policies";

/** Arguments of {@link Route53Identities}. */
export interface Route53IdentitiesArgs {
  readonly aws: AwsFacts;
  readonly zones: readonly DnsZone[];
  /** Who changes records. */
  readonly addOns: readonly DnsAddOn[];
}

const policies: Readonly<Record<DnsAddOn, (zoneIds: readonly string[]) => string>> = {
  "external-dns": recordsPolicy,
  "cert-manager": challengesPolicy,
};

/**
 * Roles in AWS for the pods that change records, given by EKS Pod Identity: each may change the named zones alone.
 *
 * Give it an AWS provider of the cluster's region: `new Route53Identities(name, args, { providers: { aws } })`.
 */
export class Route53Identities extends ComponentResource {
  readonly access: Route53Access;

  constructor(name: string, args: Route53IdentitiesArgs, opts: ComponentResourceOptions = {}) {
    super("rootstock:platform:Route53Identities", name, {}, opts);
    const { addOns, aws, zones } = args;
    const ids = zones.map(({ domain, id }): [string, Output<string>] => [
      domain,
      id === undefined ? getZoneOutput({ name: domain, privateZone: false }, { parent: this }).zoneId : output(id),
    ]);
    const identities = addOns.map((addOn): [DnsAddOn, eks.PodIdentityAssociation] => [
      addOn,
      this.#identity(name, addOn, aws, all(ids.map(([, id]) => id)).apply(policies[addOn])),
    ]);
    this.access = {
      provider: "route53",
      region: aws.region,
      zoneIds: Object.fromEntries(ids),
      identities: Object.fromEntries(identities),
    };
    this.registerOutputs({});
  }

  #identity(name: string, addOn: DnsAddOn, aws: AwsFacts, policy: Output<string>): eks.PodIdentityAssociation {
    const { role } = createRole(this, `${name}-${addOn}`, "pods.eks.amazonaws.com", []);
    new iam.RolePolicy(`${name}-${addOn}-policy`, { role: role.id, policy }, { parent: this });
    return new eks.PodIdentityAssociation(
      `${name}-${addOn}-identity`,
      { clusterName: aws.clusterName, ...dnsAccounts[addOn], roleArn: role.arn },
      { parent: this },
    );
  }
}
