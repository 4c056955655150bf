import assert from "node:assert/strict";
import fc from "fast-check";
import type { SecretBackEnd } from "../../components/application/secret-back-end";
import { generated, supplied } from "../../components/application/secrets";
import { rotationFindings } from "../../deploy/rotation-check";
import { daysAfter } from "../../deploy/secret-age";
import { type StackWithSecrets, stackSecrets } from "../../deploy/stack-secrets";
import { application } from "../support/applications";
import { backEnds } from "../support/secret-back-ends";

const shop = application({
  secrets: {
    TOKEN: generated(32, "hex", { rotateEveryDays: 30 }),
    API_KEY: supplied("the provider's key", "k"),
    ADDRESS: supplied("the provider's address", "a", { rotateEveryDays: "never" }),
  },
});

function found(
  secretVersions: StackWithSecrets["secretVersions"],
  today: string,
  secretBackEnd: SecretBackEnd = { kind: "state" },
): readonly string[] {
  const secrets = stackSecrets({ application: shop, secretBackEnd, secretVersions }, "prod", today);
  return rotationFindings(secrets, "Pulumi.prod.yaml", " --env prod").map(({ sentence }) => sentence);
}

const dated = {
  TOKEN: { version: 2, rotated: "2026-11-01" },
  API_KEY: { version: 5, rotated: "2026-09-05" },
};

describe("the check of secrets' days", () => {
  it("names secret, file, day and command, before the day", () => {
    assert.deepEqual(found(dated, "2026-11-16"), []);
    assert.deepEqual(found(dated, "2026-11-20"), [
      "Pulumi.prod.yaml: TOKEN (version 2), last changed on 2026-11-01, must be changed by 2026-12-01, in 11 days; run rootstock rotate TOKEN --env prod.",
      "Pulumi.prod.yaml: API_KEY (version 5), last changed on 2026-09-05, must be changed by 2026-12-04, in 14 days; run pulumi config set --stack prod --secret --path 'secrets.API_KEY', and then rootstock rotate API_KEY --changed --env prod.",
    ]);
    assert.match(found(dated, "2026-12-01")[0] ?? "", /must be changed by 2026-12-01, today; run/);
    assert.match(found(dated, "2026-12-02")[0] ?? "", /had to be changed by 2026-12-01, 1 day ago; run/);
  });

  it("names what nobody has dated, and days that are yet to come", () => {
    assert.deepEqual(found({ TOKEN: { version: 2, rotated: "2027-01-01" } }, "2026-11-20"), [
      "Pulumi.prod.yaml: TOKEN (version 2) was changed on 2027-01-01, which is yet to come; correct secretVersions.TOKEN.rotated.",
      "Pulumi.prod.yaml: API_KEY (version 1) has no day of its last change; rotate it with pulumi config set --stack prod --secret --path 'secrets.API_KEY', and then rootstock rotate API_KEY --changed --env prod, or write down the day with rootstock rotate --record DAY --env prod.",
    ]);
  });

  it("finds on every day what it finds fine on none later, and fails two weeks before the limit", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 }), (later) => {
        const names = found(dated, daysAfter("2026-11-01", later)).length;
        const token = later >= 16 ? 1 : 0;
        const key = later >= 19 ? 1 : 0;
        assert.equal(names, token + key);
      }),
    );
  });
});

describe("who gives a secret another value", () => {
  const command = (backEnd: SecretBackEnd, name = "TOKEN"): string => {
    const config = { application: shop, secretBackEnd: backEnd, secretVersions: {} };
    const secret = stackSecrets(config, "prod", "2026-11-21").find((one) => one.name === name);
    return secret?.change.by === "person" ? secret.change.command : `changed by ${String(secret?.change.by)}`;
  };
  const store = { kind: "external-secrets", entry: "shop/prod" } as const;

  it("is a person wherever the state doesn't hold it, by a command that shows the value to nobody", () => {
    const fresh = 'export VALUE="$(openssl rand -hex 32)"; ';
    const jq = "jq '.TOKEN = env.VALUE'";
    assert.equal(
      command(backEnds["external-secrets"]),
      `${fresh}aws secretsmanager get-secret-value --region us-east-1 --secret-id shop/prod --query SecretString --output text | ${jq} | aws secretsmanager put-secret-value --region us-east-1 --secret-id shop/prod --secret-string file:///dev/stdin`,
    );
    assert.equal(
      command({ ...store, store: { kind: "gcp", project: "acme-prod" } }),
      `${fresh}gcloud secrets versions access latest --secret shop/prod --project acme-prod | ${jq} | gcloud secrets versions add shop/prod --project acme-prod --data-file -`,
    );
    const put = 'printf %s "$VALUE" | vault kv patch';
    assert.equal(
      command({ ...store, store: { kind: "vault", address: "https://vault:8200", role: "shop" } }),
      `${fresh}${put} -address https://vault:8200 -mount=shop prod TOKEN=-`,
    );
    assert.equal(command(backEnds.vault), `${fresh}${put} -mount=secret prod/shop TOKEN=-`);
    assert.equal(command(backEnds.vault, "API_KEY"), `${put} -mount=secret prod/shop API_KEY=-`);
    assert.equal(
      command(backEnds["sealed-secrets"]),
      `printf %s "$(openssl rand -hex 32)" | kubeseal --raw --scope namespace-wide --namespace shop-ns --from-file /dev/stdin, and set it with: pulumi config set --path 'secretBackEnd.sealed.TOKEN' TEXT`,
    );
  });
});
