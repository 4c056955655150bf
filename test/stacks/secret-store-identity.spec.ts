import assert from "node:assert/strict";
import type { ExternalStore, SecretBackEnd } from "../../components/application/secret-back-end";
import { entryPolicy } from "../../components/platform/secrets-manager-identity";
import { plan } from "../../plan/plan";
import type { Registration } from "../../plan/registration";
import { clear } from "../../plan/wire";
import { secretStoreIdentity } from "../../stacks/secret-store-identity";

const isIdentity = ({ name }: Registration): boolean => name.startsWith("secrets-manager");

describe("the right of External Secrets to read from AWS", function () {
  this.timeout(20_000);

  it("is for one entry of one region", () => {
    assert.deepEqual(JSON.parse(entryPolicy({ entry: "shop/prod", region: "eu-central-1" })), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"],
          Resource: "arn:aws:secretsmanager:eu-central-1:*:secret:shop/prod-??????",
        },
      ],
    });
  });

  it("is given to the operator's pods, before they start", async () => {
    const { run } = await plan({ system: "juniper-canopy", env: "prod", cluster: "eks" });

    const own = run.registrations.filter(isIdentity);
    const identity = own.find(({ name }) => name === "secrets-manager-identity");
    assert.ok(identity !== undefined);
    const { namespace, serviceAccount, roleArn } = clear(identity.inputs) as Readonly<Record<string, unknown>>;
    assert.deepEqual([namespace, serviceAccount], ["external-secrets", "external-secrets"]);
    assert.match(String(roleArn), /secrets-manager-role/);
    const policy = own.find(({ name }) => name === "secrets-manager-policy");
    assert.match(JSON.stringify(policy?.inputs), /us-east-1:\*:secret:juniper-canopy\/prod-/);
    const operator = run.registrations.find(
      ({ name, type }) => name === "external-secrets" && type.endsWith(":Release"),
    );
    assert.ok(operator?.dependencies.includes(identity.urn), "pods get a role only when they start after it");
  });

  it("is left to whoever names a role, keeps secrets elsewhere, or has a cluster that isn't ours", async () => {
    const role = "arn:aws:iam::123456789012:role/reader";
    const ours = { aws: { region: "us-east-1", clusterName: "shop" } };
    const inStore = (store: ExternalStore): { readonly secretBackEnd: SecretBackEnd } => ({
      secretBackEnd: { kind: "external-secrets", store, entry: "shop/prod" },
    });
    const aws = { kind: "aws", region: "us-east-1" } as const;
    assert.equal(await secretStoreIdentity(inStore({ ...aws, role }), ours), undefined);
    assert.equal(await secretStoreIdentity(inStore({ kind: "gcp", project: "acme-secrets" }), ours), undefined);
    assert.equal(await secretStoreIdentity({ secretBackEnd: { kind: "state" } }, ours), undefined);
    assert.equal(await secretStoreIdentity(inStore(aws), {}), undefined);
  });
});
