import { charts } from "../versions";
import type { DnsAddOn } from "./contract";

/** A Kubernetes service account that a cloud gives rights to. */
export interface DnsAccount {
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** The service accounts of those who change records: both charts call theirs as their release. */
export const dnsAccounts: Readonly<Record<DnsAddOn, DnsAccount>> = {
  "external-dns": { namespace: charts["external-dns"].namespace, serviceAccount: charts["external-dns"].release },
  "cert-manager": { namespace: charts["cert-manager"].namespace, serviceAccount: charts["cert-manager"].release },
};
