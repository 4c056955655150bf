import { rulesFor, syncedKinds } from "../platform/synced-kinds";
import type { Application } from "./contract";

/**
 * The folder of manifests that Argo CD keeps the namespace in step with: what a team adds to its application beside
 * what this program makes, such as a job, a rule or a second service. It is not for the objects of the program: each
 * object has one owner, and those that this program makes are its own, in every stack; Argo CD can't touch them. A site
 * where Pulumi isn't run syncs what `npm run plan -- --out` writes by an Argo CD of its own.
 */
export interface GitSource {
  /** `https://…` or `ssh://…` */
  readonly repository: string;
  /** Branch, tag or commit. */
  readonly revision: string;
  /** Folder in the repository, without a leading slash. */
  readonly path: string;
  /**
   * What happens when repository and namespace differ: `automatic` applies what is in the repository, deletes what was
   * taken out of it and undoes changes by hand; `by hand` waits for somebody to start a sync. @default automatic
   */
  readonly sync?: "automatic" | "by hand";
  /** Names of the secrets that open a private repository by HTTPS; the password may be a token. @default public */
  readonly credentials?: { readonly username: string; readonly password: string };
}

/** What is wrong with the folder that Argo CD follows, as sentences. */
export function gitErrors({ git }: Application): readonly string[] {
  if (git === undefined) return [];
  const { credentials, path, repository, revision } = git;
  return [
    ...(/^(https|ssh):\/\/[^\s@/]+(@[^\s@/]+)?\/\S+$/.test(repository) && !/^https:\/\/[^/]*@/.test(repository)
      ? []
      : [
          "git.repository must be an address such as https://git.example.com/team/app.git, without a name or password; those are secrets, named in git.credentials.",
        ]),
    ...(credentials === undefined || repository.startsWith("https://")
      ? []
      : [
          `git.credentials are for repositories by https://, and git.repository is ${repository}; use one by https://.`,
        ]),
    ...(path !== "" && !path.startsWith("/") && !path.split("/").includes("..")
      ? []
      : [`git.path is "${path}"; write a folder of the repository, such as deploy/prod.`]),
    ...(revision === "" ? ["git.revision is empty; write a branch, a tag or a commit."] : []),
  ];
}

/** The only cluster that Argo CD changes: its own. */
const server = "https://kubernetes.default.svc";

/** What may be synced where, and from where: one repository, one namespace, no object of the cluster's. */
export function projectSpec({ namespace }: Application, { repository }: GitSource): object {
  return {
    description: `What may be synced into ${namespace}.`,
    sourceRepos: [repository],
    destinations: [{ server, namespace }],
    clusterResourceWhitelist: [],
    namespaceResourceWhitelist: syncedKinds.map(({ group, kind }) => ({ group, kind })),
  };
}

/** The object that Argo CD follows a folder by. */
export function syncedApplicationSpec({ namespace }: Application, git: GitSource): object {
  const { path, repository, revision, sync = "automatic" } = git;
  return {
    project: namespace,
    source: { repoURL: repository, targetRevision: revision, path },
    destination: { server, namespace },
    syncPolicy: {
      ...(sync === "automatic" ? { automated: { prune: true, selfHeal: true } } : {}),
      // The namespace is there, with its policies; two folders with one object are a mistake.
      syncOptions: ["CreateNamespace=false", "FailOnSharedResource=true", "ServerSideApply=true"],
      retry: { limit: 5, backoff: { duration: "10s", factor: 2, maxDuration: "5m" } },
    },
    revisionHistoryLimit: 10,
  };
}

/** What Argo CD's account may do in the namespace. */
export const syncRules = rulesFor(syncedKinds, ["create", "update", "patch", "delete"]);
