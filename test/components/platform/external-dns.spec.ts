import { strict as assert } from "node:assert/strict";
import { footprints } from "../../../components/platform/footprint";
import type { PlatformOverrides } from "../../../stacks/config/platform-schema";
import { at, type PlatformProgram, platformOf, type Variant } from "./platform-program";

const zones = { zones: ["example.com", { domain: "example.org", id: "org-zone" }] } satisfies PlatformOverrides["dns"];

/** A platform with a DNS provider, certificates by DNS-01. */
function having(dns: NonNullable<PlatformOverrides["dns"]>, rest: Variant = {}): Promise<PlatformProgram> {
  return platformOf({ ...rest, overrides: { dns, certificates: { challenge: "dns01" } } });
}

async function valuesOf(made: Promise<PlatformProgram>): Promise<Readonly<Record<string, unknown>>> {
  return at((await made).the("Release external-dns").inputs, "values") as Readonly<Record<string, unknown>>;
}

/** The part of the values that depends on the provider. */
function providerPart(values: Readonly<Record<string, unknown>>): unknown {
  const { provider, domainFilters, env, extraArgs, extraVolumes, extraVolumeMounts } = values;
  return {
    provider,
    domainFilters,
    env,
    extraArgs,
    ...(extraVolumes === undefined ? {} : { extraVolumes, extraVolumeMounts }),
  };
}

async function solversOf(made: Promise<PlatformProgram>): Promise<unknown> {
  const { the } = await made;
  const [staging, production] = ["letsencrypt-staging", "letsencrypt-prod"].map((name) =>
    at(the(`ClusterIssuer ${name}`).inputs, "spec.acme.solvers"),
  );
  assert.deepEqual(staging, production);
  return production;
}

const secretKey = (secret: string, key: string) => ({ valueFrom: { secretKeyRef: { name: secret, key } } });
const always = { "ingress-class": "nginx", "txt-wildcard-replacement": "wildcard" };
const http01 = { http01: { ingress: { ingressClassName: "nginx" } } };
const inZone = (zone: string, dns01: object) => ({ selector: { dnsZones: [zone] }, dns01 });

describe("external-dns", function () {
  this.timeout(20_000);

  it("is there where a stack names a provider, and only then", async () => {
    const installed = async (variant: Variant): Promise<boolean> =>
      (await platformOf(variant)).of("Release").some(({ label }) => label === "Release external-dns");
    const dns = { provider: "cloudflare" as const };
    const secrets = { DNS_CLOUDFLARE_TOKEN: "cloudflare-token" };
    assert.equal(await installed({}), false);
    assert.equal(await installed({ overrides: { dns }, secrets }), true);
    assert.equal(await installed({ overrides: { dns: { ...dns, enabled: false } }, secrets }), false);
    assert.equal(await installed({ overrides: { dns: { ...dns, records: false } }, secrets }), false);
  });

  it("owns what it writes under the stack's name, removes nothing, and runs restricted", async () => {
    const made = having({ provider: "cloudflare" }, { secrets: { DNS_CLOUDFLARE_TOKEN: "cloudflare-token" } });
    const { sources, policy, registry, txtOwnerId, txtPrefix, resources, securityContext, serviceMonitor, logFormat } =
      await valuesOf(made);
    assert.deepEqual(
      { sources, policy, registry, txtOwnerId, txtPrefix, resources, securityContext, serviceMonitor, logFormat },
      {
        sources: ["ingress"],
        policy: "upsert-only",
        registry: "txt",
        txtOwnerId: "rootstock-shop-live",
        txtPrefix: "%{record_type}-owner.",
        resources: footprints.externalDns,
        securityContext: { seccompProfile: { type: "RuntimeDefault" } },
        serviceMonitor: { enabled: true },
        logFormat: "json",
      },
    );
    const { platform, the } = await made;
    assert.equal(at(the("Release external-dns").inputs, "skipCrds"), true);
    assert.deepEqual(platform.facts.dns, { zones: ["example.com"], records: true, challenges: true });
    assert.ok(platform.kept.some((line) => /wrote into example\.com, as external-dns never removes one/.test(line)));
    const sync = having(
      { provider: "cloudflare", policy: "sync" },
      { secrets: { DNS_CLOUDFLARE_TOKEN: "cloudflare-token" } },
    );
    assert.equal((await valuesOf(sync))["policy"], "sync");
    assert.ok((await sync).platform.kept.some((line) => /goes together with the Ingresses/.test(line)));
  });

  it("lets nobody in but Prometheus, where there is one", async () => {
    const policy = async (monitoring: boolean): Promise<unknown> => {
      const { the } = await platformOf({
        overrides: { dns: { provider: "cloudflare" }, monitoring: { enabled: monitoring } },
        secrets: { DNS_CLOUDFLARE_TOKEN: "cloudflare-token" },
      });
      const { inputs } = the("NetworkPolicy external-dns");
      assert.equal(at(inputs, "metadata.namespace"), "external-dns");
      return at(inputs, "spec");
    };
    const from = [
      {
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "monitoring" } },
        podSelector: { matchLabels: { "app.kubernetes.io/name": "prometheus" } },
      },
    ];
    const closed = { podSelector: {}, policyTypes: ["Ingress"] };
    assert.deepEqual(await policy(true), { ...closed, ingress: [{ from, ports: [{ protocol: "TCP", port: 7979 }] }] });
    assert.deepEqual(await policy(false), closed);
  });

  it("Cloudflare and DigitalOcean: by a token in a Secret of each add-on's namespace", async () => {
    const cases = [
      ["cloudflare", "DNS_CLOUDFLARE_TOKEN", "CF_API_TOKEN", "cloudflare", "apiTokenSecretRef"],
      ["digitalocean", "DNS_DIGITALOCEAN_TOKEN", "DO_TOKEN", "digitalocean", "tokenSecretRef"],
    ] as const;
    for (const [provider, secret, variable, solver, reference] of cases) {
      const made = having({ provider, ...zones }, { secrets: { [secret]: "the-token" } });
      const { the } = await made;
      for (const addOn of ["external-dns", "cert-manager"]) {
        assert.deepEqual(the(`Secret ${addOn}-dns-credentials`).inputs, {
          apiVersion: "v1",
          kind: "Secret",
          metadata: { namespace: addOn },
          immutable: true,
          stringData: { token: "the-token" },
        });
      }
      assert.deepEqual(providerPart(await valuesOf(made)), {
        provider: { name: provider },
        domainFilters: ["example.com", "example.org"],
        env: [{ name: variable, ...secretKey("external-dns-dns-credentials-1a2b3c4", "token") }],
        extraArgs: always,
      });
      const answered = { [solver]: { [reference]: { name: "cert-manager-dns-credentials-1a2b3c4", key: "token" } } };
      assert.deepEqual(await solversOf(made), [
        inZone("example.com", answered),
        inZone("example.org", answered),
        http01,
      ]);
    }
  });

  it("Route 53 on EKS: by Pod Identity, each role for the named zones alone", async () => {
    const made = having({ provider: "route53", ...zones }, { kind: "eks", capabilities: { loadBalancer: "hostname" } });
    const { of, the } = await made;
    assert.deepEqual(providerPart(await valuesOf(made)), {
      provider: { name: "aws" },
      domainFilters: ["example.com", "example.org"],
      env: [{ name: "AWS_DEFAULT_REGION", value: "eu-central-1" }],
      extraArgs: { ...always, "aws-zone-type": "public", "zone-id-filter": ["Z-example-com", "org-zone"] },
    });
    const solver = (id: string) => ({ route53: { region: "eu-central-1", hostedZoneID: id } });
    assert.deepEqual(await solversOf(made), [
      inZone("example.com", solver("Z-example-com")),
      inZone("example.org", solver("org-zone")),
      http01,
    ]);
    const associations = of("PodIdentityAssociation").map(({ inputs }) =>
      ["clusterName", "namespace", "serviceAccount"].map((key) => at(inputs, key)),
    );
    assert.deepEqual(associations, [
      ["todo-prod", "cert-manager", "cert-manager"],
      ["todo-prod", "external-dns", "external-dns"],
    ]);
    const arns = ["arn:aws:route53:::hostedzone/Z-example-com", "arn:aws:route53:::hostedzone/org-zone"];
    const policyOf = (addOn: string): unknown =>
      JSON.parse(String(at(the(`RolePolicy dns-${addOn}-policy`).inputs, "policy")));
    assert.deepEqual(policyOf("external-dns"), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["route53:ChangeResourceRecordSets", "route53:ListResourceRecordSets"],
          Resource: arns,
        },
        { Effect: "Allow", Action: "route53:ListHostedZones", Resource: "*" },
      ],
    });
    assert.deepEqual(policyOf("cert-manager"), {
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: "route53:GetChange", Resource: "arn:aws:route53:::change/*" },
        { Effect: "Allow", Action: "route53:ListResourceRecordSets", Resource: arns },
        {
          Effect: "Allow",
          Action: "route53:ChangeResourceRecordSets",
          Resource: arns,
          Condition: {
            "ForAllValues:StringEquals": { "route53:ChangeResourceRecordSetsRecordTypes": ["TXT"] },
            "ForAllValues:StringLike": {
              "route53:ChangeResourceRecordSetsNormalizedRecordNames": ["_acme-challenge.*"],
            },
          },
        },
      ],
    });
    for (const addOn of ["external-dns", "cert-manager"]) {
      assert.ok(the(`Release ${addOn}`).waits.includes(`PodIdentityAssociation dns-${addOn}-identity`), addOn);
    }
    assert.deepEqual(
      of("Secret").filter(({ label }) => label.includes("dns")),
      [],
    );
  });

  it("Route 53 elsewhere, or where the stack says so: by an access key", async () => {
    const secrets = { DNS_AWS_ACCESS_KEY_ID: "key-id", DNS_AWS_SECRET_ACCESS_KEY: "key" };
    const made = having({ provider: "route53" }, { kind: "minikube", secrets });
    const { of, the } = await made;
    assert.deepEqual(at(the("Secret external-dns-dns-credentials").inputs, "stringData"), {
      "access-key-id": "key-id",
      "secret-access-key": "key",
    });
    const values = await valuesOf(made);
    const name = "external-dns-dns-credentials-1a2b3c4";
    const challenger = "cert-manager-dns-credentials-1a2b3c4";
    assert.deepEqual(providerPart(values), {
      provider: { name: "aws" },
      domainFilters: ["example.com"],
      env: [
        { name: "AWS_DEFAULT_REGION", value: "us-east-1" },
        { name: "AWS_ACCESS_KEY_ID", ...secretKey(name, "access-key-id") },
        { name: "AWS_SECRET_ACCESS_KEY", ...secretKey(name, "secret-access-key") },
      ],
      extraArgs: { ...always, "aws-zone-type": "public" },
    });
    assert.deepEqual(await solversOf(made), [
      inZone("example.com", {
        route53: {
          region: "us-east-1",
          accessKeyIDSecretRef: { name: challenger, key: "access-key-id" },
          secretAccessKeySecretRef: { name: challenger, key: "secret-access-key" },
        },
      }),
      http01,
    ]);
    assert.deepEqual(of("Role"), []);
    const onEks = await having({ provider: "route53" }, { kind: "eks", secrets });
    assert.deepEqual(onEks.of("PodIdentityAssociation"), []);
  });

  it("Cloud DNS on GKE: by Workload Identity, each service account for the named zones alone", async () => {
    const made = having({ provider: "google", ...zones, project: "names-1" }, { kind: "gke" });
    const { of } = await made;
    assert.deepEqual(providerPart(await valuesOf(made)), {
      provider: { name: "google" },
      domainFilters: ["example.com", "example.org"],
      env: [],
      extraArgs: {
        ...always,
        "google-project": "names-1",
        "google-zone-visibility": "public",
        "zone-id-filter": ["example-com", "org-zone"],
      },
    });
    const solver = (zone: string) => ({ cloudDNS: { project: "names-1", hostedZoneName: zone } });
    assert.deepEqual(await solversOf(made), [
      inZone("example.com", solver("example-com")),
      inZone("example.org", solver("org-zone")),
      http01,
    ]);
    const account = (name: string): string =>
      `principal://iam.googleapis.com/projects/000000000000/locations/global/workloadIdentityPools/shop-1.svc.id.goog/subject/ns/${name}/sa/${name}`;
    assert.deepEqual(
      of("DnsManagedZoneIamMember").map(({ inputs }) => inputs),
      ["cert-manager", "external-dns"].flatMap((addOn) =>
        ["example-com", "org-zone"].map((managedZone) => ({
          project: "names-1",
          managedZone,
          role: "roles/dns.admin",
          member: account(addOn),
        })),
      ),
    );
    assert.deepEqual(
      of("IAMMember").map(({ inputs }) => inputs),
      [{ project: "names-1", role: "roles/dns.reader", member: account("external-dns") }],
    );
  });

  it("Cloud DNS elsewhere: by the key of a service account, mounted", async () => {
    const secrets = { DNS_GOOGLE_KEY: '{"type":"service_account"}' };
    const made = having({ provider: "google", project: "names-1" }, { kind: "kubeconfig", secrets });
    const values = await valuesOf(made);
    assert.deepEqual(providerPart(values), {
      provider: { name: "google" },
      domainFilters: ["example.com"],
      env: [{ name: "GOOGLE_APPLICATION_CREDENTIALS", value: "/etc/dns-credentials/credentials.json" }],
      extraArgs: { ...always, "google-project": "names-1", "google-zone-visibility": "public" },
      extraVolumes: [{ name: "dns-credentials", secret: { secretName: "external-dns-dns-credentials-1a2b3c4" } }],
      extraVolumeMounts: [{ name: "dns-credentials", mountPath: "/etc/dns-credentials", readOnly: true }],
    });
    assert.deepEqual(await solversOf(made), [
      inZone("example.com", {
        cloudDNS: {
          project: "names-1",
          serviceAccountSecretRef: { name: "cert-manager-dns-credentials-1a2b3c4", key: "credentials.json" },
        },
      }),
      http01,
    ]);
  });

  it("gives rights to those alone who change records", async () => {
    const identities = async (dns: object, challenge: "http01" | "dns01"): Promise<readonly string[]> => {
      const overrides = { dns: { provider: "route53" as const, ...dns }, certificates: { challenge } };
      return (await platformOf({ kind: "eks", overrides })).of("PodIdentityAssociation").map(({ label }) => label);
    };
    const [records, challenges] = ["external-dns", "cert-manager"].map(
      (addOn) => `PodIdentityAssociation dns-${addOn}-identity`,
    );
    assert.deepEqual(await identities({}, "http01"), [records]);
    assert.deepEqual(await identities({ records: false }, "dns01"), [challenges]);
  });

  it("answers challenges over HTTP unless the stack says otherwise, also with a provider", async () => {
    const made = platformOf({
      overrides: { dns: { provider: "cloudflare" } },
      secrets: { DNS_CLOUDFLARE_TOKEN: "cloudflare-token" },
    });
    assert.deepEqual(await solversOf(made), [http01]);
    const { of } = await made;
    assert.deepEqual(
      of("Secret").flatMap(({ label }) => (label.includes("dns") ? [label] : [])),
      ["Secret external-dns-dns-credentials"],
    );
  });

  it("has certificates where nobody can reach the cluster, by DNS-01 alone", async () => {
    const notices = async (challenge: "http01" | "dns01"): Promise<string> => {
      const { platform } = await platformOf({
        kind: "kubeconfig",
        capabilities: { loadBalancer: "none" },
        overrides: { dns: { provider: "cloudflare", target: "10.0.0.7" }, certificates: { challenge } },
        secrets: { DNS_CLOUDFLARE_TOKEN: "cloudflare-token" },
      });
      return platform.notices.join("\n");
    };
    assert.match(await notices("http01"), /issues no certificates/);
    assert.doesNotMatch(await notices("dns01"), /issues no certificates/);
  });

  it("points records at what the stack names, by what Ingresses show", async () => {
    const controller = async (dns: { readonly target?: string }): Promise<unknown> => {
      const { the } = await having(
        { provider: "cloudflare", ...dns },
        { secrets: { DNS_CLOUDFLARE_TOKEN: "token-1" } },
      );
      const values = at(the("Release ingress-nginx").inputs, "values.controller");
      return [at(values, "publishService"), at(values, "extraArgs")];
    };
    assert.deepEqual(await controller({}), [undefined, undefined]);
    assert.deepEqual(await controller({ target: "203.0.113.7" }), [
      { enabled: false },
      { "publish-status-address": "203.0.113.7" },
    ]);
  });
});
