import assert from "node:assert/strict";
import { applicationErrors } from "../../../components/application/checks";
import { mailCatcher } from "../../../components/application/mail-catcher";
import { application, service } from "../../support/applications";
import { deploy } from "../../support/deploy";
import { dig, type Recording } from "../../support/recording";

const image = "docker.io/axllent/mailpit:v1.27.11";
const shop = application({
  workloads: { mail: mailCatcher({ image }), web: service({ connectsTo: ["mail"] }), other: service() },
});

describe("a mail catcher", () => {
  let made: Recording;
  before(async () => {
    made = await deploy(shop);
  });
  const container = (...path: readonly (string | number)[]) =>
    made.input("Deployment", "mail", "spec", "template", "spec", "containers", 0, ...path);

  it("can be deployed", () => {
    assert.deepEqual(applicationErrors(shop), []);
    assert.equal(container("image"), image);
    assert.equal(made.input("Deployment", "mail", "spec", "replicas"), 1);
  });

  it("takes mail at port 1025, with any credentials", () => {
    assert.deepEqual(made.input("Service", "mail", "spec", "ports"), [
      { name: "http", port: 1025, targetPort: "http", protocol: "TCP" },
    ]);
    assert.deepEqual(container("ports"), [{ name: "http", containerPort: 1025, protocol: "TCP" }]);
    const variables = made.all("ConfigMap").map(({ inputs }) => dig(inputs, "data"));
    assert.deepEqual(variables, [
      {
        MP_DATABASE: "/tmp/mailpit.db",
        MP_SMTP_AUTH_ACCEPT_ANY: "true",
        MP_SMTP_AUTH_ALLOW_INSECURE: "true",
      },
    ]);
  });

  it("is asked for its health at the port of its pages", () => {
    assert.deepEqual(
      ["startupProbe", "readinessProbe", "livenessProbe"].map((probe) => container(probe, "httpGet")),
      [
        { path: "/readyz", port: 8025 },
        { path: "/readyz", port: 8025 },
        { path: "/livez", port: 8025 },
      ],
    );
  });

  it("writes to /tmp only, with no rights", () => {
    assert.deepEqual(
      (container("volumeMounts") as readonly unknown[]).map((mount) => dig(mount, "mountPath")),
      ["/tmp"],
    );
    assert.equal(container("securityContext", "readOnlyRootFilesystem"), true);
    assert.deepEqual(container("securityContext", "capabilities"), { drop: ["ALL"] });
    assert.equal(made.input("Deployment", "mail", "spec", "template", "spec", "securityContext", "runAsNonRoot"), true);
  });

  it("lets in those that send mail, to SMTP alone, and itself goes nowhere but to DNS", () => {
    const spec = made.input("NetworkPolicy", "mail", "spec");
    assert.deepEqual(dig(spec, "ingress"), [
      {
        from: [
          {
            podSelector: {
              matchLabels: { "app.kubernetes.io/name": "web", "app.kubernetes.io/part-of": "shop" },
            },
          },
        ],
        ports: [{ protocol: "TCP", port: 1025 }],
      },
    ]);
    assert.equal((dig(spec, "egress") as readonly unknown[]).length, 1);
  });
});
