import * as k8s from "@pulumi/kubernetes";
import { UsageError } from "../errors";
import type { PlatformHandle } from "../platform/contract";
import type { Application } from "./contract";
import { customResource } from "./custom-resources";
import { projectSpec, syncedApplicationSpec, syncRules } from "./git-source";
import type { SecretDelivery } from "./secret-back-ends/secret-delivery";
import { entryOf } from "./secret-back-ends/secret-objects";
import type { Child, Metadata } from "./workload-args";

/** What {@link createGitSync} takes. */
export interface GitSyncArgs {
  readonly application: Application;
  readonly platform: PlatformHandle;
  readonly secrets: SecretDelivery;
}

/**
 * What makes Argo CD follow an application's folder: a project that allows that and nothing else, the Application, and
 * the right to change some kinds of objects in this namespace.
 *
 * @throws UsageError when the platform has no Argo CD.
 */
export function createGitSync({ application, platform, secrets }: GitSyncArgs, metadata: Metadata, child: Child): void {
  const { git, name, namespace } = application;
  if (git === undefined) return;
  const { argoCd } = platform.facts;
  if (argoCd === undefined)
    throw new UsageError(
      `Application ${name} follows a repository, which nobody does on this platform; set platform.argoCd.enabled to true.`,
    );
  const after = { ...child, dependsOn: [...platform.gates.argoCd] };
  const there = { ...metadata, namespace: argoCd.namespace };
  const project = customResource(
    "AppProject",
    "git",
    { ...there, name: namespace },
    { spec: projectSpec(application, git) },
    after,
  );
  if (git.credentials !== undefined) {
    const { password, username } = git.credentials;
    secrets.make(
      {
        name: "git-credentials",
        labels: { "argocd.argoproj.io/secret-type": "repository" },
        entries: {
          type: "git",
          url: git.repository,
          project: namespace,
          username: entryOf(username),
          password: entryOf(password),
        },
      },
      there,
      after,
    );
  }
  const role = new k8s.rbac.v1.Role("argo-cd", { metadata: { ...metadata, name: "argo-cd" }, rules: syncRules }, child);
  const binding = new k8s.rbac.v1.RoleBinding(
    "argo-cd",
    {
      metadata: { ...metadata, name: "argo-cd" },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: role.metadata.name },
      subjects: [{ kind: "ServiceAccount", name: argoCd.account, namespace: argoCd.namespace }],
    },
    child,
  );
  customResource(
    "Application",
    "git",
    { ...there, name: namespace },
    { spec: syncedApplicationSpec(application, git) },
    { ...child, dependsOn: [project, binding] },
  );
}
