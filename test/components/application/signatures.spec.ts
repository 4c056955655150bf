import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { applicationErrors } from "../../../components/application/checks";
import type { Application } from "../../../components/application/contract";
import { supplied } from "../../../components/application/secrets";
import type { TrustedSignatures } from "../../../components/application/signatures";
import { application, job, service } from "../../support/applications";
import { allFacts, deploy } from "../../support/deploy";

const publicKey = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ type: "spki", format: "pem" });
const signatures: TrustedSignatures = {
  images: ["registry.example.com/web*"],
  signer: { publicKey: publicKey.toString() },
};

function signed(changes: Partial<TrustedSignatures> = {}, rest: Partial<Application> = {}): Application {
  return application({ signatures: { ...signatures, ...changes }, ...rest });
}

const policy = "NamespacedImageValidatingPolicy";

describe("signed images", () => {
  it("are verified in their namespace alone, on pods, with tags replaced by digests, and refused otherwise", async () => {
    const made = await deploy(signed());
    assert.equal(made.input(policy, "image-signatures", "apiVersion"), "policies.kyverno.io/v1");
    assert.equal(made.input(policy, "image-signatures", "metadata", "namespace"), "shop-ns");
    assert.deepEqual(made.input(policy, "image-signatures", "spec"), {
      failurePolicy: "Fail",
      validationActions: ["Deny"],
      webhookConfiguration: { timeoutSeconds: 15 },
      evaluation: { background: { enabled: false } },
      autogen: { podControllers: { controllers: [] } },
      matchConstraints: {
        resourceRules: [
          {
            apiGroups: [""],
            apiVersions: ["v1"],
            operations: ["CREATE", "UPDATE"],
            resources: ["pods", "pods/ephemeralcontainers"],
          },
        ],
      },
      matchConditions: [
        { name: "spec-changes", expression: "request.operation == 'CREATE' || object.spec != oldObject.spec" },
      ],
      matchImageReferences: [{ glob: "registry.example.com/web*" }],
      validationConfigurations: { mutateDigest: true, verifyDigest: true, required: true },
      attestors: [
        { name: "signer", cosign: { key: { data: publicKey.toString() }, ctlog: { insecureIgnoreTlog: true } } },
      ],
      validations: [
        {
          expression:
            "(images.containers + images.initContainers + images.ephemeralContainers).all(image, verifyImageSignatures(image, [attestors.signer]) > 0)",
          message: "An image isn't signed by the one whom this namespace trusts.",
        },
      ],
    });
  });

  it("are asked for before the first pod is made, once Kyverno's webhook knows the namespace", async () => {
    const made = await deploy(signed());
    assert.ok(made.needs("Deployment", "web").includes("image-signatures"));
    assert.ok(made.needs(policy, "image-signatures").includes("gate-kyverno"));
    assert.equal(
      made.input(policy, "image-signatures", "metadata", "annotations", "pulumi.com/waitFor"),
      'jsonpath={.status.conditionStatus.conditions[?(@.type=="WebhookConfigured")].status}=True',
    );
    assert.deepEqual((await deploy(application())).names(policy), []);
  });

  it("may be signed by an identity, or be in the public log", async () => {
    const issuer = "https://token.actions.githubusercontent.com";
    const subject = "https://github.com/acme/shop/.github/workflows/release.yml@refs/heads/main";
    const keyless = await deploy(signed({ signer: { issuer, subject } }));
    assert.deepEqual(keyless.input(policy, "image-signatures", "spec", "attestors", 0, "cosign"), {
      keyless: { identities: [{ issuer, subject }] },
    });
    const logged = await deploy(signed({ signer: { ...signatures.signer, transparencyLog: true } }));
    assert.deepEqual(logged.input(policy, "image-signatures", "spec", "attestors", 0, "cosign"), {
      key: { data: publicKey.toString() },
    });
  });

  it("may be all that runs", async () => {
    const made = await deploy(signed({ onlyFrom: ["registry.example.com/", "quay.io/jetstack/"] }));
    const validations = made.input(policy, "image-signatures", "spec", "validations") as readonly {
      readonly expression: string;
      readonly message: string;
    }[];
    assert.deepEqual(
      validations.slice(1).map(({ expression }) => expression),
      ["containers", "initContainers", "ephemeralContainers"].map(
        (kind) =>
          `!has(object.spec.${kind}) || object.spec.${kind}.all(c, ["registry.example.com/","quay.io/jetstack/"].exists(prefix, c.image.startsWith(prefix)))`,
      ),
    );
    assert.equal(
      validations[1]?.message,
      "An image comes from elsewhere than registry.example.com/, quay.io/jetstack/.",
    );
  });

  it("in a private registry: Kyverno gets the credentials in its own namespace, from the state whatever the back end", async () => {
    const closed = signed(
      {},
      {
        pullFrom: { registry: "registry.example.com", username: "USER", password: "PASSWORD" },
        secrets: { USER: supplied("user", "u"), PASSWORD: supplied("password", "p") },
      },
    );
    for (const secretBackEnd of [{ kind: "state" }, { kind: "sealed-secrets", sealed: {} }] as const) {
      const made = await deploy(closed, { secretBackEnd });
      assert.equal(made.input("Secret", "signatures-pull-secret", "metadata", "namespace"), "kyverno");
      assert.equal(made.input("Secret", "signatures-pull-secret", "type"), "kubernetes.io/dockerconfigjson");
      assert.equal(made.input("Secret", "pull-secret", "metadata", "namespace"), "shop-ns");
      assert.ok(made.needs("Secret", "signatures-pull-secret").includes("gate-kyverno"));
      assert.match(
        JSON.stringify(made.input(policy, "image-signatures", "spec", "credentials")),
        /^\{"secrets":\["signatures-pull-secret[^"]*"\]\}$/,
      );
    }
  });

  it("are refused where nobody verifies them", async () => {
    const { kyverno: _kyverno, ...facts } = allFacts;
    await assert.rejects(
      deploy(signed(), { facts }),
      /Application shop trusts signed images only, which nobody verifies on this platform; set platform\.kyverno\.enabled to true\./,
    );
  });
});

describe("mistakes of trusted signatures", () => {
  it("are named with what to write instead", () => {
    assert.deepEqual(applicationErrors(signed()), []);
    assert.deepEqual(
      applicationErrors(
        signed({
          images: ["registry.example.com/wbe*"],
          signer: { publicKey: "MFkw" },
          onlyFrom: ["registry.internal/"],
        }),
      ),
      [
        `signatures.images lists "registry.example.com/wbe*", which matches none of the application's images (registry.example.com/web:1); write a registry and repository with * at the end.`,
        "signatures.signer.publicKey is no public key in PEM; write the text of cosign.pub, from -----BEGIN PUBLIC KEY----- on.",
        "Image registry.example.com/web:1 begins with none of signatures.onlyFrom (registry.internal/), which would refuse it; add its registry there.",
      ],
    );
    assert.deepEqual(applicationErrors(signed({ images: [], signer: { issuer: "github", subject: "" } })), [
      "signatures.images is empty, which would ask for every image's signature; list the application's own.",
      `signatures.signer.issuer is "github"; write the address of an OpenID Connect issuer, such as https://token.actions.githubusercontent.com.`,
      "signatures.signer.subject is empty, which would trust everybody whom the issuer knows; write one identity.",
    ]);
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const secret = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    const told = applicationErrors(signed({ signer: { publicKey: secret } })).join();
    assert.match(told, /is no public key/);
    assert.ok(!told.includes("MI"), "a key that was pasted by mistake is not repeated");
  });

  it("know every image: of both slots, of steps before, and of jobs", () => {
    const many: Partial<Application> = {
      workloads: {
        web: service({
          image: "r.io/blue:1",
          slots: { active: "blue", images: { blue: "r.io/blue:1", green: "r.io/green:1" }, standby: 1 },
          before: { migrate: { command: ["migrate"], image: "r.io/migrate:1" } },
        }),
        nightly: job({ image: "r.io/nightly:1" }),
      },
    };
    const images = ["r.io/blue*", "r.io/green:1", "*igrat*", "r.io/n*ly:1"];
    assert.deepEqual(applicationErrors(signed({ images, onlyFrom: ["r.io/"] }, many)), []);
  });

  it("find a pattern that was made of an image, and none of another registry", () => {
    const name = fc.stringMatching(/^[a-z]{1,8}$/);
    fc.assert(
      fc.property(name, name, fc.nat(20), (repository, tag, at) => {
        const image = `registry.example.com/${repository}:${tag}`;
        const cut = Math.min(at, image.length);
        const workloads = { web: service({ image }) };
        const patterns = [`${image.slice(0, cut)}*${image.slice(cut)}`, `${image.slice(0, cut)}*`, image];
        assert.deepEqual(applicationErrors(signed({ images: patterns }, { workloads })), []);
        assert.equal(
          applicationErrors(signed({ images: [`other.example.org/${repository}*`] }, { workloads })).length,
          1,
        );
      }),
    );
  });
});
