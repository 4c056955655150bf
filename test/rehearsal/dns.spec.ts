import assert from "node:assert/strict";
import { charts } from "../../components/platform/versions";
import { type ClusterClient, clientOf } from "../../rehearsal/control-plane/api";
import type { ControlPlane } from "../../rehearsal/control-plane/contract";
import { startControlPlane } from "../../rehearsal/control-plane/control-plane";
import { Helm } from "../../rehearsal/helm";
import { ClusterObjects, type ObjectReference } from "../../rehearsal/objects";
import { chartRequest } from "../../rehearsal/requested";
import type { PlatformOverrides } from "../../stacks/config/platform-schema";
import { type Asked, type PlatformProgram, platformOf, type Variant } from "../components/platform/platform-program";
import { quiet, specOf } from "./control-plane-fixtures";

const off = { enabled: false };

/** A platform of ingress, certificates by DNS-01 and records, and nothing else. */
function platform(dns: NonNullable<PlatformOverrides["dns"]>, rest: Variant): Promise<PlatformProgram> {
  const overrides = { dns, certificates: { challenge: "dns01" as const }, monitoring: off, logs: off };
  return platformOf({ ...rest, uses: { dapr: false }, overrides });
}

/** Each provider in each way that pods are known to it. */
const providers: Readonly<Record<string, () => Promise<PlatformProgram>>> = {
  "Route 53 by Pod Identity": () => platform({ provider: "route53" }, { kind: "eks" }),
  "Route 53 by an access key": () =>
    platform(
      { provider: "route53" },
      { kind: "minikube", secrets: { DNS_AWS_ACCESS_KEY_ID: "id", DNS_AWS_SECRET_ACCESS_KEY: "key" } },
    ),
  "Cloud DNS by Workload Identity": () => platform({ provider: "google" }, { kind: "gke" }),
  "Cloud DNS by a key file": () =>
    platform({ provider: "google", project: "names-1" }, { kind: "doks", secrets: { DNS_GOOGLE_KEY: "{}" } }),
  Cloudflare: () => platform({ provider: "cloudflare" }, { secrets: { DNS_CLOUDFLARE_TOKEN: "token" } }),
  DigitalOcean: () => platform({ provider: "digitalocean" }, { secrets: { DNS_DIGITALOCEAN_TOKEN: "token" } }),
};

/** An object as the program asks for it. */
const objectOf = ({ inputs }: Asked): ObjectReference & { readonly spec?: unknown } =>
  inputs as ObjectReference & { readonly spec?: unknown };

describe("DNS, admitted by a real API server", function () {
  // The first run on a machine builds the programs.
  this.timeout(20 * 60_000);
  let plane: ControlPlane;
  let client: ClusterClient;
  let objects: ClusterObjects;
  let helm: Helm;

  /** Installs a release of the program's as a rehearsal does. */
  const install = async ({ the }: PlatformProgram, addOn: "cert-manager" | "external-dns"): Promise<void> => {
    const { inputs } = the(`Release ${addOn}`);
    await objects.apply(objectOf(the(`Namespace ${addOn}`)));
    await helm.install(chartRequest({ inputs: inputs as Readonly<Record<string, unknown>>, name: addOn }), "stand-in");
  };

  before(async () => {
    plane = await startControlPlane(specOf("dns"), quiet);
    client = clientOf(plane.kubeconfig);
    objects = new ClusterObjects(plane.kubeconfig);
    helm = new Helm(plane.environment);
    await install(await platform({ provider: "google" }, { kind: "gke" }), "cert-manager");
  });

  after(async () => {
    await plane.stop();
  });

  for (const [title, provider] of Object.entries(providers)) {
    it(`${title}: both issuers with all their fields, and external-dns in a restricted namespace`, async () => {
      const made = await provider();
      for (const name of ["letsencrypt-staging", "letsencrypt-prod"]) {
        const issuer = objectOf(made.the(`ClusterIssuer ${name}`));
        const { live } = await objects.apply(issuer);
        assert.deepEqual((live as { readonly spec?: unknown }).spec, issuer.spec);
      }
      await install(made, "external-dns");
      const { items } = await client.core.listNamespacedPod({
        namespace: charts["external-dns"].namespace,
        labelSelector: "app.kubernetes.io/name=external-dns",
      });
      const running = items.filter(({ metadata }) => metadata?.deletionTimestamp === undefined);
      assert.deepEqual(
        running.map(({ status }) => status?.phase),
        ["Running"],
      );
      const args = running[0]?.spec?.containers[0]?.args ?? [];
      for (const argument of ["--domain-filter=example.com", "--txt-owner-id=rootstock-shop-live"]) {
        assert.ok(args.includes(argument), args.join(" "));
      }
    });
  }

  it("leaves out the definition of records as objects", async () => {
    const reference = {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: "dnsendpoints.externaldns.k8s.io" },
    };
    assert.equal(await objects.read(reference), undefined);
  });

  it("refuses a solver that cert-manager doesn't know", async () => {
    const { the } = await platform({ provider: "google" }, { kind: "gke" });
    const issuer = structuredClone(objectOf(the("ClusterIssuer letsencrypt-prod"))) as ObjectReference & {
      readonly spec: { readonly acme: { readonly solvers: { dns01?: object }[] } };
    };
    for (const [dns01, refusal] of [
      [{ cloudDNS: { hostedZoneName: "example-com" } }, /dns01\.cloudDNS\.project: Required value/],
      [{ route53: { hostedZoneId: "Z1" } }, /hostedZoneId: field not declared in schema/],
    ] as const) {
      issuer.spec.acme.solvers[0] = { dns01 };
      await assert.rejects(objects.apply(issuer), refusal);
    }
  });
});
