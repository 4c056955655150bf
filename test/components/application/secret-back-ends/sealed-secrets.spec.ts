import assert from "node:assert/strict";
import { deploy } from "../../../support/deploy";
import type { Recording } from "../../../support/recording";
import { backEnds, secretive } from "../../../support/secret-back-ends";

const { sealed } = backEnds["sealed-secrets"];

describe("Sealed Secrets as the back end", () => {
  let made: Recording;
  before(async () => {
    made = await deploy(secretive, { secretBackEnd: backEnds["sealed-secrets"] });
  });

  it("hands encrypted texts to the controller, and templates for what is composed of them", () => {
    const annotations = {
      "sealedsecrets.bitnami.com/namespace-wide": "true",
      "rootstock.dev/version.API_KEY": "1",
      "rootstock.dev/last-rotated.API_KEY": "never",
      "rootstock.dev/version.TOKEN": "1",
      "rootstock.dev/last-rotated.TOKEN": "never",
      "rootstock.dev/version.URL": "1",
      "rootstock.dev/last-rotated.URL": "never",
    };
    assert.equal(made.input("SealedSecret", "web-secrets", "apiVersion"), "bitnami.com/v1alpha1");
    assert.deepEqual(made.input("SealedSecret", "web-secrets", "metadata", "annotations"), annotations);
    assert.deepEqual(made.input("SealedSecret", "web-secrets", "spec"), {
      encryptedData: { API_KEY: "AgKEY", TOKEN: "AgTOKEN" },
      template: {
        immutable: true,
        metadata: {
          labels: {
            "app.kubernetes.io/managed-by": "rootstock",
            "app.kubernetes.io/name": "web",
            "app.kubernetes.io/part-of": "shop",
          },
          annotations,
        },
        data: { URL: "https://:{{ .TOKEN }}@api" },
      },
    });
    assert.deepEqual(made.input("SealedSecret", "pull-secret", "spec", "template", "data"), {
      ".dockerconfigjson":
        '{"auths":{"registry.example.com":{"username":{{ .USER | toJson }},"password":{{ .PASSWORD | toJson }}}}}',
    });
    assert.equal(made.input("SealedSecret", "nightly-secrets", "spec", "template", "data"), undefined);
    assert.ok(made.needs("SealedSecret", "web-secrets").includes("gate-sealed-secrets"));
  });

  it("gives the Secret another name with another text, so that pods are replaced", async () => {
    const changed = { ...sealed, API_KEY: "AgOTHER" };
    const next = await deploy(secretive, { secretBackEnd: { kind: "sealed-secrets", sealed: changed } });
    const nameOf = (recording: Recording, name: string): unknown =>
      recording.input("SealedSecret", name, "metadata", "name");
    assert.notEqual(nameOf(next, "web-secrets"), nameOf(made, "web-secrets"));
    assert.equal(nameOf(next, "files-secrets"), nameOf(made, "files-secrets"));
  });

  it("names every text that is missing, with the command that makes it, and every one that nothing takes", async () => {
    const { API_KEY: _key, TOKEN: _token, ...rest } = sealed;
    const seal = "kubeseal --raw --scope namespace-wide --namespace shop-ns --from-file /dev/stdin";
    const wrong = { ...rest, URL: "Ag", OTHER: "Ag" };
    await assert.rejects(deploy(secretive, { secretBackEnd: { kind: "sealed-secrets", sealed: wrong } }), {
      name: "UsageError",
      message: [
        "Application shop can't be deployed:",
        `  - secretBackEnd.sealed.API_KEY is missing (key); print its text with printf %s "$VALUE" | ${seal}, and set it with: pulumi config set --path 'secretBackEnd.sealed.API_KEY' TEXT.`,
        `  - secretBackEnd.sealed.TOKEN is missing; print its text with printf %s "$(openssl rand -hex 32)" | ${seal}, and set it with: pulumi config set --path 'secretBackEnd.sealed.TOKEN' TEXT.`,
        "  - secretBackEnd.sealed.URL is taken by nothing: URL is made from others, or by the program; remove it.",
        "  - secretBackEnd.sealed.OTHER is taken by nothing: shop declares no such secret; remove it.",
      ].join("\n"),
    });
  });
});
