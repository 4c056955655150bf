import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { service } from "../../../support/applications";
import { deploy } from "../../../support/deploy";
import { containerOf, podOf } from "../../../support/pods";
import type { Recording } from "../../../support/recording";
import { backEnds, secretive } from "../../../support/secret-back-ends";

const agent = "vault.hashicorp.com/";

describe("Vault as the back end", () => {
  let made: Recording;
  before(async () => {
    made = await deploy(secretive, { secretBackEnd: backEnds.vault });
  });

  const annotationsOf = (name: string): Readonly<Record<string, string>> =>
    made.input("Deployment", name, "spec", "template", "metadata", "annotations") as Readonly<Record<string, string>>;

  it("has the agent write files, readable by the pod's own user alone, and stay to renew them", () => {
    assert.deepEqual(annotationsOf("files"), {
      [`${agent}agent-inject`]: "true",
      [`${agent}agent-inject-containers`]: "files",
      [`${agent}agent-init-first`]: "true",
      [`${agent}service`]: "http://vault.vault.svc:8200",
      [`${agent}role`]: "shop",
      [`${agent}agent-service-account-token-volume-name`]: "vault-token",
      [`${agent}agent-run-as-user`]: "20000",
      [`${agent}agent-run-as-group`]: "20000",
      [`${agent}agent-requests-cpu`]: "25m",
      [`${agent}agent-limits-cpu`]: "250m",
      [`${agent}agent-requests-mem`]: "64Mi",
      [`${agent}agent-limits-mem`]: "128Mi",
      [`${agent}agent-requests-ephemeral`]: "16Mi",
      [`${agent}agent-limits-ephemeral`]: "64Mi",
      [`${agent}secret-volume-path`]: "/run/secrets",
      [`${agent}agent-inject-secret-TOKEN`]: "secret/data/prod/shop",
      [`${agent}agent-inject-template-TOKEN`]:
        '{{ with secret "secret/data/prod/shop" }}{{ .Data.data.TOKEN }}{{ end }}',
      [`${agent}agent-inject-file-TOKEN`]: "TOKEN",
      [`${agent}agent-inject-perms-TOKEN`]: "0400",
      [`${agent}error-on-missing-key-TOKEN`]: "true",
      "rootstock.dev/version.TOKEN": "1",
      "rootstock.dev/last-rotated.TOKEN": "never",
    });
    assert.deepEqual(containerOf(made, "files")["env"], [{ name: "TOKEN_FILE", value: "/run/secrets/TOKEN" }]);
    assert.equal(containerOf(made, "files")["envFrom"], undefined);
  });

  it("has a shell read variables before the command, whose arguments stay its own", () => {
    const { command, args } = containerOf(made);
    assert.deepEqual(command, ["/bin/sh", "-ec", '. /run/secrets/environment; exec "$@"', "sh", "/app/web", "--fast"]);
    assert.deepEqual(args, ["serve"]);
    assert.equal(annotationsOf("web")[`${agent}agent-pre-populate-only`], "true");
    const job = made.input("CronJob", "nightly", "spec", "jobTemplate", "spec", "template", "metadata", "annotations");
    assert.equal((job as Readonly<Record<string, string>>)[`${agent}agent-pre-populate-only`], "true");
  });

  it("brings files to their own paths by a volume that the agent mounts, too", () => {
    const annotations = annotationsOf("web");
    assert.equal(annotations[`${agent}agent-inject-file-file-0`], "files/etc-web-web.conf");
    assert.equal(
      annotations[`${agent}agent-inject-template-file-0`],
      '{{ with secret "secret/data/prod/shop" }}it\'s https://:{{ .Data.data.TOKEN }}@api\n{{ end }}',
    );
    const patch = [
      { op: "add", path: "/volumeMounts/-", value: { name: "vault-files", mountPath: "/run/secrets/files" } },
    ];
    for (const key of ["agent-json-patch", "agent-init-json-patch"])
      assert.deepEqual(JSON.parse(annotations[`${agent}${key}`] ?? "null"), patch, key);
    assert.deepEqual(podOf(made)["volumes"], [
      { name: "writable-0", emptyDir: { sizeLimit: "512Mi" } },
      {
        name: "vault-token",
        projected: {
          sources: [{ serviceAccountToken: { audience: "vault", expirationSeconds: 3600, path: "token" } }],
        },
      },
      { name: "vault-files", emptyDir: { medium: "Memory", sizeLimit: "1Mi" } },
    ]);
    assert.deepEqual((containerOf(made)["volumeMounts"] as readonly unknown[]).at(-1), {
      name: "vault-files",
      mountPath: "/etc/web/web.conf",
      subPath: "etc-web-web.conf",
      readOnly: true,
    });
  });

  it("gives the container itself no token, and its pod the way to Vault", () => {
    assert.equal(podOf(made, "files")["automountServiceAccountToken"], false);
    assert.ok(!JSON.stringify(containerOf(made, "files")["volumeMounts"]).includes("vault-token"));
    const egress = made.input("NetworkPolicy", "web", "spec", "egress") as readonly unknown[];
    assert.deepEqual(egress.at(-1), {
      to: [
        {
          namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "vault" } },
          podSelector: { matchLabels: { app: "vault" } },
        },
      ],
      ports: [{ protocol: "TCP", port: 8200 }],
    });
    for (const name of ["web", "files"]) assert.ok(made.needs("Deployment", name).includes("gate-vault"), name);
    assert.ok(made.needs("CronJob", "nightly").includes("gate-vault"));
    assert.ok(!made.needs("Deployment", "plain").includes("gate-vault"));
  });

  it("is refused for variables of a workload whose command only its image knows", async () => {
    const silent = { ...secretive, workloads: { web: service({ secrets: ["API_KEY"] }) } };
    await assert.rejects(deploy(silent, { secretBackEnd: backEnds.vault }), {
      name: "UsageError",
      message:
        /Workload web gets secrets as environment variables and leaves its command to the image: .*; set command, or secretsAs to "files"\./,
    });
  });

  it("assigns variables so that a shell reads back any value, whatever is in it", () => {
    const template = annotationsOf("web")[`${agent}agent-inject-template-environment`] ?? "";
    assert.equal(
      template,
      `{{ with secret "secret/data/prod/shop" }}export API_KEY='{{ .Data.data.API_KEY | replaceAll "'" "'\\\\''" }}'\n` +
        `export URL='https://:{{ .Data.data.TOKEN | replaceAll "'" "'\\\\''" }}@api'\n{{ end }}`,
    );
    const directory = mkdtempSync(join(tmpdir(), "rootstock-"));
    const file = join(directory, "environment");
    try {
      // What the agent makes of the template: the pipe's replacement is the template's own.
      const quoted = (value: string): string => value.replaceAll("'", "'\\''");
      fc.assert(
        fc.property(fc.string({ unit: fc.constantFrom(..."ab'\"\\$`!*; \n{}") }), (value) => {
          writeFileSync(
            file,
            template
              .replace(/^\{\{ with secret "[^"]*" \}\}/, "")
              .replace(/\{\{ end \}\}$/, "")
              .replaceAll(/\{\{ \.Data\.data\.[A-Z_]+ \| replaceAll "'" "'\\\\''" \}\}/g, () => quoted(value)),
          );
          const read = execFileSync("/bin/sh", ["-ec", `. "${file}"; printf '%s|%s' "$API_KEY" "$URL"`], {
            encoding: "utf8",
          });
          assert.equal(read, `${value}|https://:${value}@api`);
        }),
        { numRuns: 50 },
      );
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
