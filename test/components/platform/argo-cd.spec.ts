import { strict as assert } from "node:assert/strict";
import { parse } from "yaml";
import { footprints } from "../../../components/platform/footprint";
import { at, platformOf, type Variant } from "./platform-program";

const following: Variant = { uses: { argoCd: true } };

async function valuesOf(variant: Variant): Promise<unknown> {
  return at((await platformOf(variant)).the("Release argo-cd").inputs, "values");
}

interface Rule {
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

describe("Argo CD", function () {
  this.timeout(20_000);

  it("is there for those who follow a repository, or who ask for it", async () => {
    const installed = async (variant: Variant): Promise<boolean> =>
      (await platformOf(variant)).of("Release").some(({ label }) => label === "Release argo-cd");
    assert.equal(await installed({}), false);
    assert.equal(await installed(following), true);
    assert.equal(await installed({ overrides: { argoCd: { enabled: true } } }), true);
    assert.equal(await installed({ ...following, overrides: { argoCd: { enabled: false } } }), false);
  });

  it("tells applications whom to give rights, and people how to get in", async () => {
    const { platform } = await platformOf(following);
    assert.deepEqual(platform.facts.argoCd, { namespace: "argocd", account: "argocd-application-controller" });
    assert.equal(platform.gates.argoCd.length, 1);
    assert.ok(platform.notices.some((notice) => /port-forward svc\/argocd-server.*delete that Secret/.test(notice)));
  });

  it("has what it needs and nothing more, and no password of ours", async () => {
    const values = await valuesOf(following);
    assert.deepEqual(
      [at(values, "dex"), at(values, "notifications"), at(values, "applicationSet.replicas")],
      [{ enabled: false }, { enabled: false }, 0],
    );
    assert.equal(at(values, "configs.secret"), undefined);
    assert.equal(at(values, "server.ingress"), undefined);
    assert.equal(at(values, "server.service"), undefined);
  });

  it("looks at some kinds anywhere, at no Secret, and changes nothing by rights of its chart", async () => {
    const values = await valuesOf(following);
    for (const program of ["controller", "server"]) {
      assert.equal(at(values, `${program}.clusterRoleRules.enabled`), true);
      const rules = at(values, `${program}.clusterRoleRules.rules`) as readonly Rule[];
      for (const { resources, verbs } of rules) {
        assert.ok(!resources.includes("secrets") && !resources.includes("*"), resources.join());
        assert.ok(
          verbs.every((verb) => ["get", "list", "watch"].includes(verb)),
          verbs.join(),
        );
      }
    }
    const inclusions = parse(
      String((at(values, "configs.cm") as Record<string, string>)["resource.inclusions"]),
    ) as readonly {
      readonly apiGroups: readonly string[];
      readonly kinds: readonly string[];
    }[];
    assert.deepEqual(inclusions[0], {
      apiGroups: [""],
      kinds: ["ConfigMap", "PersistentVolumeClaim", "Service", "Pod"],
      clusters: ["*"],
    });
  });

  it("is kept by the API server from what belongs to this program, but for its own notes", async () => {
    const { the } = await platformOf(following);
    const { inputs } = the("ValidatingAdmissionPolicy argo-cd-leaves-rootstock-alone");
    assert.deepEqual(at(inputs, "spec.matchConstraints"), {
      objectSelector: { matchLabels: { "app.kubernetes.io/managed-by": "rootstock" } },
      resourceRules: [
        { apiGroups: ["*"], apiVersions: ["*"], operations: ["UPDATE", "DELETE"], resources: ["*"], scope: "*" },
      ],
      excludeResourceRules: [
        { apiGroups: ["argoproj.io"], apiVersions: ["*"], operations: ["*"], resources: ["*"], scope: "*" },
      ],
    });
    assert.equal(
      at(inputs, "spec.matchConditions.0.expression"),
      "request.userInfo.username == 'system:serviceaccount:argocd:argocd-application-controller'",
    );
    assert.equal(at(inputs, "spec.validations.0.expression"), "false");
    const binding = the("ValidatingAdmissionPolicyBinding argo-cd-leaves-rootstock-alone").inputs;
    assert.deepEqual(at(binding, "spec"), {
      policyName: "argo-cd-leaves-rootstock-alone",
      validationActions: ["Deny"],
    });
  });

  it("has two of what people and repositories meet, and requests and limits everywhere", async () => {
    const values = await valuesOf(following);
    assert.deepEqual([at(values, "server.replicas"), at(values, "repoServer.replicas")], [2, 2]);
    const dev = await valuesOf({ ...following, environment: "dev" });
    assert.deepEqual([at(dev, "server.replicas"), at(dev, "repoServer.replicas")], [1, 1]);
    assert.deepEqual(
      ["controller", "server", "repoServer", "redis", "redisSecretInit", "repoServer.copyutil"].map((path) =>
        at(values, `${path}.resources`),
      ),
      [
        footprints.argoCdController,
        footprints.argoCdServer,
        footprints.argoCdRepositories,
        footprints.argoCdCache,
        footprints.argoCdStart,
        footprints.argoCdStart,
      ],
    );
  });
});
