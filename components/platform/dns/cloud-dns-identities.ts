import { DnsManagedZoneIamMember } from "@pulumi/gcp/dns";
import { getProjectOutput } from "@pulumi/gcp/organizations";
import * as projects from "@pulumi/gcp/projects";
import { ComponentResource, type ComponentResourceOptions, type Input, interpolate, type Output } from "@pulumi/pulumi";
import { dnsAccounts } from "./accounts";
import type { CloudDnsAccess, DnsAddOn, DnsZone } from "./contract";

/** Arguments of {@link CloudDnsIdentities}. */
export interface CloudDnsIdentitiesArgs {
  /** The project of the cluster, whose pool of workload identities its service accounts are in. */
  readonly clusterProject: Input<string>;
  /** The project of the zones. */
  readonly project: Input<string>;
  readonly zones: readonly DnsZone[];
  /** Who changes records. */
  readonly addOns: readonly DnsAddOn[];
}

/** The name of a managed zone, unless a stack says otherwise: `example-com` for `example.com`. */
function managedZoneName({ domain, id }: DnsZone): string {
  return id ?? domain.replaceAll(".", "-");
}

/**
 * Rights in Google Cloud for the service accounts of the pods that change records, by GKE's Workload Identity: each may
 * change the named zones alone. external-dns may also see which zones the project has, as it looks for them there.
 *
 * No Google service account stands between: the rights are the Kubernetes service accounts' own.
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity
 */
export class CloudDnsIdentities extends ComponentResource {
  readonly access: CloudDnsAccess;

  constructor(name: string, args: CloudDnsIdentitiesArgs, opts: ComponentResourceOptions = {}) {
    super("rootstock:platform:CloudDnsIdentities", name, {}, opts);
    const { addOns, clusterProject, project, zones } = args;
    const { number } = getProjectOutput({ projectId: clusterProject }, { parent: this });
    const member = (addOn: DnsAddOn): Output<string> => {
      const { namespace, serviceAccount } = dnsAccounts[addOn];
      return interpolate`principal://iam.googleapis.com/projects/${number}/locations/global/workloadIdentityPools/${clusterProject}.svc.id.goog/subject/ns/${namespace}/sa/${serviceAccount}`;
    };
    for (const addOn of addOns) {
      for (const zone of zones) {
        new DnsManagedZoneIamMember(
          `${name}-${addOn}-${zone.domain}`,
          { project, managedZone: managedZoneName(zone), role: "roles/dns.admin", member: member(addOn) },
          { parent: this },
        );
      }
    }
    if (addOns.includes("external-dns")) {
      new projects.IAMMember(
        `${name}-external-dns-reader`,
        { project, role: "roles/dns.reader", member: member("external-dns") },
        { parent: this },
      );
    }
    this.access = {
      provider: "google",
      project,
      zoneIds: Object.fromEntries(zones.map((zone) => [zone.domain, managedZoneName(zone)])),
    };
    this.registerOutputs({});
  }
}
