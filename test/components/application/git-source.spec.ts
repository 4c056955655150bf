import assert from "node:assert/strict";
import { applicationErrors } from "../../../components/application/checks";
import type { Application } from "../../../components/application/contract";
import type { GitSource } from "../../../components/application/git-source";
import { supplied } from "../../../components/application/secrets";
import { application } from "../../support/applications";
import { allFacts, deploy } from "../../support/deploy";
import type { Recording } from "../../support/recording";

const git: GitSource = { repository: "https://git.example.com/shop/app.git", revision: "main", path: "deploy" };

function following(changes: Partial<GitSource> = {}, rest: Partial<Application> = {}): Application {
  return application({ git: { ...git, ...changes }, ...rest });
}

describe("a folder that Argo CD follows", () => {
  let made: Recording;
  before(async () => {
    made = await deploy(following());
  });

  it("is applied to the namespace, with what was taken out deleted and changes by hand undone", () => {
    assert.equal(made.input("Application", "git", "apiVersion"), "argoproj.io/v1alpha1");
    assert.deepEqual(
      [made.input("Application", "git", "metadata", "namespace"), made.input("Application", "git", "metadata", "name")],
      ["argocd", "shop-ns"],
    );
    assert.deepEqual(made.input("Application", "git", "spec"), {
      project: "shop-ns",
      source: { repoURL: git.repository, targetRevision: "main", path: "deploy" },
      destination: { server: "https://kubernetes.default.svc", namespace: "shop-ns" },
      syncPolicy: {
        automated: { prune: true, selfHeal: true },
        syncOptions: ["CreateNamespace=false", "FailOnSharedResource=true", "ServerSideApply=true"],
        retry: { limit: 5, backoff: { duration: "10s", factor: 2, maxDuration: "5m" } },
      },
      revisionHistoryLimit: 10,
    });
  });

  it("may hold some kinds of objects of one repository for one namespace, and nothing of the cluster", () => {
    assert.deepEqual(
      ["sourceRepos", "destinations", "clusterResourceWhitelist"].map((key) =>
        made.input("AppProject", "git", "spec", key),
      ),
      [[git.repository], [{ server: "https://kubernetes.default.svc", namespace: "shop-ns" }], []],
    );
    const kinds = made.input("AppProject", "git", "spec", "namespaceResourceWhitelist") as readonly {
      readonly kind: string;
    }[];
    const allowed = kinds.map(({ kind }) => kind);
    assert.ok(["ConfigMap", "CronJob", "Deployment", "PrometheusRule"].every((kind) => allowed.includes(kind)));
    const decisive = ["Secret", "Role", "RoleBinding", "ServiceAccount", "NetworkPolicy", "Namespace", "*"];
    for (const kind of [...decisive, "ResourceQuota", "LimitRange", "NamespacedImageValidatingPolicy"])
      assert.ok(!allowed.includes(kind), kind);
  });

  it("is applied by rights in the namespace, to no Secret, role or network policy", () => {
    assert.deepEqual(made.input("RoleBinding", "argo-cd", "subjects"), [
      { kind: "ServiceAccount", name: "argocd-application-controller", namespace: "argocd" },
    ]);
    assert.equal(made.input("RoleBinding", "argo-cd", "metadata", "namespace"), "shop-ns");
    const rules = made.input("Role", "argo-cd", "rules") as readonly {
      readonly apiGroups: readonly string[];
      readonly resources: readonly string[];
      readonly verbs: readonly string[];
    }[];
    assert.deepEqual(rules[0], {
      apiGroups: [""],
      resources: ["configmaps", "persistentvolumeclaims", "services"],
      verbs: ["create", "update", "patch", "delete"],
    });
    const resources = rules.flatMap((rule) => rule.resources);
    for (const resource of ["*", "secrets", "pods", "roles", "networkpolicies", "serviceaccounts"])
      assert.ok(!resources.includes(resource), resource);
  });

  it("is followed once there is something to follow it, with the rights for it", () => {
    assert.ok(made.needs("AppProject", "git").includes("gate-argo-cd"));
    const needs = made.needs("Application", "git");
    assert.ok(needs.includes("git") && needs.includes("argo-cd"), needs.join());
  });

  it("waits for somebody where it is synced by hand", async () => {
    const patient = await deploy(following({ sync: "by hand" }));
    assert.equal(patient.input("Application", "git", "spec", "syncPolicy", "automated"), undefined);
  });

  it("of a private repository: credentials in Argo CD's namespace, for this project, from the state", async () => {
    const closed = following(
      { credentials: { username: "GIT_USER", password: "GIT_TOKEN" } },
      { secrets: { GIT_USER: supplied("user", "u"), GIT_TOKEN: supplied("token", "t") } },
    );
    const secret = await deploy(closed, { secretBackEnd: { kind: "sealed-secrets", sealed: {} } });
    assert.equal(secret.input("Secret", "git-credentials", "metadata", "namespace"), "argocd");
    assert.equal(
      secret.input("Secret", "git-credentials", "metadata", "labels", "argocd.argoproj.io/secret-type"),
      "repository",
    );
    assert.deepEqual(secret.input("Secret", "git-credentials", "stringData"), {
      type: "git",
      url: git.repository,
      project: "shop-ns",
      username: "GIT_USER-value",
      password: "GIT_TOKEN-value",
    });
    assert.deepEqual(applicationErrors(following({ credentials: { username: "A", password: "B" } })), [
      "git.credentials uses secret A, which isn't declared; declared are none.",
      "git.credentials uses secret B, which isn't declared; declared are none.",
    ]);
  });

  it("is nowhere unless somebody asks, and refused where nobody follows it", async () => {
    const plain = await deploy(application());
    assert.deepEqual([plain.names("AppProject"), plain.names("Role")], [[], []]);
    const { argoCd: _argoCd, ...facts } = allFacts;
    await assert.rejects(
      deploy(following(), { facts }),
      /Application shop follows a repository, which nobody does on this platform; set platform\.argoCd\.enabled to true\./,
    );
  });
});

describe("mistakes of a folder that Argo CD follows", () => {
  it("are named with what to write instead, and no password is repeated", () => {
    assert.deepEqual(applicationErrors(following()), []);
    assert.deepEqual(applicationErrors(following({ repository: "ssh://git@git.example.com/shop/app.git" })), []);
    const address =
      "git.repository must be an address such as https://git.example.com/team/app.git, without a name or password; those are secrets, named in git.credentials.";
    for (const repository of [
      "git.example.com/shop",
      "http://git.example.com/shop",
      "https://ann:hunter2@git.example.com/shop",
      "https://hunter2@git.example.com/shop",
      "https://git.example.com",
    ])
      assert.deepEqual(applicationErrors(following({ repository })), [address], repository);
    assert.deepEqual(applicationErrors(following({ path: "/deploy", revision: "" })), [
      'git.path is "/deploy"; write a folder of the repository, such as deploy/prod.',
      "git.revision is empty; write a branch, a tag or a commit.",
    ]);
    assert.deepEqual(applicationErrors(following({ path: "../other" })), [
      'git.path is "../other"; write a folder of the repository, such as deploy/prod.',
    ]);
  });
});
