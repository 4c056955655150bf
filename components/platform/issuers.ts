import * as k8s from "@pulumi/kubernetes";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import { type Dns01Args, dns01Solvers } from "./dns/solvers";

/** What the issuers are told. */
export interface IssuerArgs {
  /** Contact of the account; Let's Encrypt takes accounts without one. @default none */
  readonly email?: string;
  /** Class of the Ingresses that answer Let's Encrypt's challenge. */
  readonly ingressClass: string;
  /** Zones in which challenges are answered by records. @default all are answered over HTTP */
  readonly dns01?: Dns01Args;
}

/** The two ClusterIssuers by what they are for. */
export const issuerNames = { staging: "letsencrypt-staging", production: "letsencrypt-prod" } as const;

/** Addresses of Let's Encrypt's services. @see https://letsencrypt.org/docs/staging-environment/ */
const servers = {
  staging: "https://acme-staging-v02.api.letsencrypt.org/directory",
  production: "https://acme-v02.api.letsencrypt.org/directory",
} as const;

/** The spec of the ClusterIssuer for one of Let's Encrypt's services, answering challenges over HTTP, but for hosts in DNS zones. */
function issuerSpec(service: keyof typeof servers, args: IssuerArgs): Readonly<Record<string, unknown>> {
  return {
    acme: {
      server: servers[service],
      ...(args.email === undefined || args.email === "" ? {} : { email: args.email }),
      privateKeySecretRef: { name: `${issuerNames[service]}-account-key` },
      solvers: [
        ...(args.dns01 === undefined ? [] : dns01Solvers(args.dns01)),
        { http01: { ingress: { ingressClassName: args.ingressClass } } },
      ],
    },
  };
}

/**
 * Both ClusterIssuers: staging has generous limits and certificates that no browser trusts, production the reverse.
 *
 * @param opts must depend on cert-manager's release, whose webhook checks issuers.
 */
export function createIssuers(
  args: IssuerArgs,
  opts: CustomResourceOptions,
): readonly k8s.apiextensions.CustomResource[] {
  return (["staging", "production"] as const).map(
    (service) =>
      new k8s.apiextensions.CustomResource(
        issuerNames[service],
        {
          apiVersion: "cert-manager.io/v1",
          kind: "ClusterIssuer",
          metadata: { name: issuerNames[service] },
          spec: issuerSpec(service, args),
        },
        opts,
      ),
  );
}
