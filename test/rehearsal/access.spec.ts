import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { request } from "node:https";
import { resolve } from "node:path";
import { CoreV1Api, KubeConfig, setHeaderOptions } from "@kubernetes/client-node";
import {
  type AccessRehearsal,
  type Answer,
  plansOf,
  rehearseAccess,
  systemAccess,
} from "../../rehearsal/access/answers-of-systems";
import { account, anonymous, type SystemAccess, stranger } from "../../rehearsal/access/subjects";
import { accessPage, cellOf } from "../../rehearsal/access/table";
import type { SystemName } from "../../stacks/systems";
import { freshName } from "./rehearse-once";

/** Who may do what, as their teams' plans ask for it; whatever isn't named must be refused. */
const granted: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "detection-api group `detection-engineering`": { "see workloads, settings, logs": "yes" },
  "detection-api group `detection-operations`": {
    "see workloads, settings, logs": "yes",
    "restart workloads": "yes",
    "remove pods": "yes",
    "open a shell": "yes",
    "start jobs": "yes",
  },
  "detection-api service account `detection-api-deployer`": {
    "see workloads, settings, logs": "yes",
    "restart workloads": "yes",
    "roll out": "yes",
  },
  "detection-api service account `detection-api`": {
    "see workloads, settings, logs": "in part: get, list, watch of pods, configmaps, persistentvolumeclaims",
  },
  "ffe-backend service account `ffe-backend`": {
    "see workloads, settings, logs": "in part: get, list, watch of configmaps",
  },
};

/** What somebody may do, without what they may not. */
function rights({ deeds }: Answer): Readonly<Record<string, string>> {
  return Object.fromEntries(
    deeds.filter(({ allowed }) => allowed.length > 0).map((deed) => [deed.title, cellOf(deed)]),
  );
}

/** Status of a request without any credentials. */
function statusOf(server: string, path: string): Promise<number | undefined> {
  return new Promise((done, fail) => {
    // Whose certificate it is doesn't matter to a question that carries nothing.
    request(new URL(path, server), { rejectUnauthorized: false }, (response) => {
      response.resume();
      done(response.statusCode);
    })
      .on("error", fail)
      .end();
  });
}

describe("who may do what, by a real API server", function () {
  // The first run on a machine builds the programs.
  this.timeout(20 * 60_000);
  let systems: ReadonlyMap<SystemName, SystemAccess>;
  let seen: AccessRehearsal;
  let close: () => void = () => undefined;
  let closed: Promise<void> = Promise.resolve();

  before(async () => {
    systems = new Map([...(await plansOf("prod"))].map(([system, plan]) => [system, systemAccess(plan)]));
    await new Promise<void>((ready, fail) => {
      closed = rehearseAccess(freshName(), systems, async (rehearsal) => {
        seen = rehearsal;
        await new Promise<void>((done) => {
          close = done;
          ready();
        });
      });
      closed.catch(fail);
    });
  });

  after(async () => {
    close();
    await closed;
  });

  it("is told in docs/access.md as it is", () => {
    const page = readFileSync(resolve(__dirname, "../../docs/access.md"), "utf8");
    assert.equal(page, accessPage(seen.answers), "run npm run access");
  });

  it("grants every group and service account what its system says, and nothing more", () => {
    for (const answer of seen.answers) {
      const who = `${answer.system} ${answer.subject.title}`;
      assert.deepEqual(rights(answer), granted[who] ?? {}, who);
    }
    const asked = new Set(seen.answers.map(({ system, subject }) => `${system} ${subject.title}`));
    for (const who of Object.keys(granted)) assert.ok(asked.has(who), who);
  });

  it("grants the default service account of no namespace anything", () => {
    const defaults = seen.answers.filter(({ subject }) => subject.title === account("", "default").title);
    assert.equal(defaults.length, systems.size);
    for (const answer of defaults) assert.deepEqual(rights(answer), {}, answer.system);
  });

  it("lets nobody read Secrets by the API, whether asked or tried", async () => {
    const config = new KubeConfig();
    config.loadFromString(seen.kubeconfig);
    const core = config.makeApiClient(CoreV1Api);
    for (const { namespace, subject } of seen.answers.filter(({ subject: { user } }) => user !== anonymous.user)) {
      const asThem = subject.groups
        .filter((group) => !group.startsWith("system:"))
        .reduce(
          (options, group) => setHeaderOptions("Impersonate-Group", group, options),
          setHeaderOptions("Impersonate-User", subject.user),
        );
      await assert.rejects(core.listNamespacedSecret({ namespace }, asThem), /cannot list resource/, subject.title);
    }
  });

  it("grants nothing to somebody who hasn't signed in, and answers them with no object", async () => {
    for (const answer of seen.answers.filter(({ subject }) => [anonymous, stranger].includes(subject)))
      assert.deepEqual(rights(answer), {});
    const config = new KubeConfig();
    config.loadFromString(seen.kubeconfig);
    const server = config.getCurrentCluster()?.server ?? "";
    for (const path of ["/api/v1/secrets", "/api/v1/pods", "/apis", "/metrics", "/logs", "/debug/pprof/"])
      assert.ok([401, 403].includes((await statusOf(server, path)) ?? 0), path);
  });

  it("notices a grant that nobody asked for", async () => {
    const [access] = systems.values();
    assert.ok(access !== undefined);
    const { namespace } = access;
    const question = { verb: "list", group: "", resource: "secrets", namespace };
    const subject = account(namespace, "default");
    assert.equal(await seen.authority.may(subject, question), false);
    const role = { apiVersion: "rbac.authorization.k8s.io/v1", kind: "Role", metadata: { name: "leak", namespace } };
    await seen.cluster.apply(
      Object.assign({}, role, { rules: [{ apiGroups: [""], resources: ["secrets"], verbs: ["list"] }] }),
    );
    await seen.cluster.apply(
      Object.assign({}, role, {
        kind: "RoleBinding",
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "leak" },
        subjects: [{ kind: "ServiceAccount", name: "default", namespace }],
      }),
    );
    const until = Date.now() + 10_000;
    let noticed = false;
    while (!noticed && Date.now() < until) noticed = await seen.authority.may(subject, question);
    assert.ok(noticed);
  });

  it("is the same in dev and staging, but for the namespace, and Argo CD where production has it", async () => {
    const shape = ({ namespace, objects }: SystemAccess): unknown =>
      objects
        .filter(
          ({ metadata, kind }) =>
            metadata.namespace === namespace && kind !== "ServiceAccount" && metadata.name !== "argo-cd",
        )
        .map((object) => JSON.parse(JSON.stringify(object).replaceAll(`"${namespace}"`, '"here"')) as unknown);
    for (const env of ["dev", "staging"]) {
      for (const [system, plan] of await plansOf(env)) {
        const production = systems.get(system);
        assert.ok(production !== undefined);
        assert.deepEqual(shape(systemAccess(plan)), shape(production), `${system} in ${env}`);
      }
    }
  });
});
