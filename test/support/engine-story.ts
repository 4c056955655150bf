import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { PatchStrategy, setHeaderOptions } from "@kubernetes/client-node";
import type { DeploymentRecord, Engine, UpOptions, Versions } from "../../deploy/contract";
import { destroyStack, foresee, refuseDestroy } from "../../deploy/destruction";
import { lastGood, rollOut } from "../../deploy/rollout";
import { withVersions } from "../../deploy/versions";
import { diagnosis } from "../../doctor/diagnosis";
import { lookAt } from "../../doctor/look";
import { asMergePatch, type ClusterClient, clientOf } from "../../rehearsal/control-plane/api";
import { clusterContent } from "./cluster-content";
import { watchingEndpoints } from "./endpoints-watch";

/** Where an engine's story takes place: a cluster, and the file of a stack that was never deployed to it. */
export interface EngineStage {
  /** Settings are those of {@link storySettings}. */
  readonly file: string;
  /** The cluster's, as text. */
  readonly kubeconfig: string;
  /** Opens the engine, as every command does. */
  open(): Promise<Engine>;
  end(): Promise<void>;
}

/** A system with slots, volumes, a load balancer and two charts, and not much more. */
export const storySettings = {
  system: "detection-api",
  environment: "dev",
  imageTag: "v1.0.0",
  platform: { monitoring: { enabled: false }, logs: { enabled: false } },
} as const;

const namespace = "detection-system-dev";
const service = { namespace, name: "detection-api" } as const;
/** The slot that serves first. */
const blue = { namespace, name: "detection-api-blue" } as const;

const v1: Versions = { imageTag: "v1.0.0", slots: {}, digests: {} };
const v2: Versions = { ...v1, imageTag: "v2.0.0" };
const neverReady: Versions = { ...v2, imageTag: { default: "v2.0.0", [blue.name]: "v3.0.0-never-ready" } };

const quietly = { command: "up", message: "", progress: () => undefined } satisfies UpOptions;

/** What charts leave behind on purpose, and what the API server lists by itself for it. */
const kept = /^(customresourcedefinitions|apiservices) /;

const asJsonPatch = setHeaderOptions("Content-Type", PatchStrategy.JsonPatch);

const short = ({ command, message, number, result, versions: { imageTag } }: DeploymentRecord): string =>
  [number, command, result, typeof imageTag === "string" ? imageTag : imageTag[blue.name], message].join(" | ").trim();

/**
 * What every engine promises (deploy/contract.ts), as a story of one stack.
 *
 * @param begin where it takes place; undefined where that can't be
 * @param more what else is told of the engine while the stack is deployed
 */
export function engineStory(
  title: string,
  begin: () => Promise<EngineStage | undefined>,
  more: (stage: () => EngineStage) => void = () => undefined,
): void {
  describe(title, function () {
    // The first run on a machine builds the programs.
    this.timeout(20 * 60_000);
    const stages: EngineStage[] = [];
    let client: ClusterClient;
    let untouched: readonly string[] = [];

    const stage = (): EngineStage => {
      const [first] = stages;
      assert.ok(first !== undefined);
      return first;
    };
    const opened = async <T>(action: (engine: Engine) => Promise<T>): Promise<T> => {
      const engine = await stage().open();
      try {
        return await action(engine);
      } finally {
        await engine.end();
      }
    };
    const drift = async (): Promise<readonly (readonly string[])[]> =>
      (await opened((engine) => engine.drift(() => undefined)))
        .map(({ fields, how, what }) => [
          `${what}: ${how}`,
          ...fields.map(({ by = "nobody", found, path, wanted }) => `${path}: ${wanted} -> ${found} by ${by}`),
        ])
        .sort();
    /** The version of the slot that serves, once all of its pods have it. */
    const serves = async (): Promise<string> => {
      const { spec: balancer } = await client.core.readNamespacedService(service);
      const name = `${service.name}-${String(balancer?.selector?.["rootstock.dev/slot"])}`;
      const { spec, status } = await client.apps.readNamespacedDeployment({ namespace, name });
      assert.deepEqual([status?.updatedReplicas, status?.readyReplicas], [1, 1]);
      return spec?.template.spec?.containers[0]?.image?.split(":").at(-1) ?? "";
    };

    before(async function () {
      const begun = await begin();
      if (begun === undefined) return this.skip();
      stages.push(begun);
      client = clientOf(begun.kubeconfig);
      untouched = await clusterContent(begun.kubeconfig);
    });

    after(async () => {
      for (const begun of stages) await begun.end();
    });

    it("knows nothing of a stack that was never deployed, and says what it would make", () =>
      opened(async (engine) => {
        assert.equal(await engine.outputs(), undefined);
        assert.deepEqual(await engine.history(), []);
        assert.deepEqual(await engine.contents(), []);
        assert.deepEqual(await engine.drift(() => undefined), []);
        const steps = await engine.preview(() => undefined);
        assert.ok(steps.length > 40, String(steps.length));
        assert.deepEqual([...new Set(steps.map((step) => step.do))], ["create"]);
        assert.deepEqual(await engine.history(), []);
      }));

    it("deploys, tells what it did without any secret, and records who did it and why", async () => {
      const told: string[] = [];
      const { failures, outputs, steps } = await opened((engine) =>
        engine.up(engine.input, { command: "up", message: "the first one", progress: (line) => told.push(line) }),
      );
      assert.deepEqual(failures, []);
      assert.ok(steps.some((step) => step.do === "create" && step.what === `deployment ${namespace}/${blue.name}`));
      assert.ok(told.length > 10);
      assert.equal(outputs["namespace"], namespace);
      assert.equal(outputs["kubeconfig"], "[secret]");
      await opened(async (engine) => {
        assert.deepEqual(await engine.outputs(), outputs);
        assert.match(String((await engine.outputs(true))?.["kubeconfig"]), /clusters/);
        assert.match((await engine.kubeconfig()) ?? "", /clusters/);
        const records = await engine.history();
        assert.deepEqual(records.map(short), ["1 | up | succeeded | v1.0.0 | the first one"]);
        const [record] = records;
        const settings = record?.settings ?? {};
        assert.match(record?.by ?? "", /^\S+$/);
        assert.deepEqual(record?.versions, v1);
        assert.equal(settings["rootstock:environment"], "dev");
        assert.doesNotMatch(JSON.stringify(settings), /stand-in|secrets"/);
      });
      assert.equal(await serves(), "v1.0.0");
    });

    it("finds nothing to do and no drift in what it has just made", async () => {
      const steps = await opened((engine) => engine.preview(() => undefined));
      assert.deepEqual(
        steps.filter((step) => step.do !== "same"),
        [],
      );
      assert.deepEqual(await drift(), []);
    });

    it("deploys other versions than the file's and leaves the file alone", async () => {
      const text = readFileSync(stage().file, "utf8");
      const { failures, steps } = await opened((engine) =>
        engine.up(withVersions(engine.input, v2), { ...quietly, command: "promote" }),
      );
      assert.deepEqual(failures, []);
      assert.equal(readFileSync(stage().file, "utf8"), text);
      assert.ok(steps.some((step) => step.do === "update" && step.what === `deployment ${namespace}/${blue.name}`));
      assert.equal(await serves(), "v2.0.0");
    });

    it("returns from what doesn't get ready, says what that was and why, and never stops serving", async () => {
      const states = await watchingEndpoints(stage().kubeconfig, service, async () => {
        const rollout = await opened((engine) =>
          rollOut(engine, withVersions(engine.input, neverReady), { ...quietly, timeout: 10 }),
        );
        assert.ok(rollout.result === "returned", JSON.stringify(rollout));
        assert.deepEqual(
          rollout.failures.map(({ what }) => what),
          [`deployment ${namespace}/${blue.name}`],
        );
        assert.match(rollout.failures[0]?.why ?? "", /ready|available/i);
      });
      assert.deepEqual(
        states.filter((ready) => ready.length === 0),
        [],
      );
      assert.equal(await serves(), "v2.0.0");
      const records = await opened((engine) => engine.history());
      assert.deepEqual(records.map(short), [
        "4 | return | succeeded | v2.0.0 | return to deployment 2",
        "3 | up | failed | v3.0.0-never-ready |",
        "2 | promote | succeeded | v2.0.0 |",
        "1 | up | succeeded | v1.0.0 | the first one",
      ]);
      assert.match(records[1]?.reason ?? "", new RegExp(`^deployment ${namespace}/${blue.name}: .*(ready|available)`));
    });

    it("runs what ran before when that is deployed once more after a failure", async () => {
      const left = await opened((engine) =>
        rollOut(engine, withVersions(engine.input, neverReady), { ...quietly, timeout: 10, mayReturn: false }),
      );
      assert.equal(left.result, "failed");
      const [latest] = await opened((engine) => engine.history());
      assert.equal(latest?.result, "failed");
      // Pulumi keeps no reason of an update that was stopped; the next one's message brings it.
      if (latest.reason !== undefined)
        assert.match(latest.reason, new RegExp(`^deployment ${namespace}/${blue.name}: `));
      const { failures } = await opened((engine) => engine.up(withVersions(engine.input, v2), quietly));
      assert.deepEqual(failures, []);
      assert.equal(await serves(), "v2.0.0");
    });

    it("names what was changed by hand field by field, who did it, and what is missing", async () => {
      assert.deepEqual(await drift(), []);
      const label = { metadata: { labels: { team: "me" } } };
      await client.core.patchNamespace({ name: namespace, body: label, fieldManager: "kubectl-label" }, asMergePatch);
      await client.core.deleteNamespacedService(service);
      const hotfix = { op: "replace", path: "/spec/template/spec/containers/0/image", value: "registry/api:hotfix" };
      await client.apps.patchNamespacedDeployment(
        { ...blue, body: [hotfix], fieldManager: "kubectl-set" },
        asJsonPatch,
      );
      const controller = { name: "ingress-nginx-controller", namespace: "ingress-nginx" };
      const slower = { spec: { minReadySeconds: 7 } };
      await client.apps.patchNamespacedDeployment(
        { ...controller, body: slower, fieldManager: "kubectl-patch" },
        asMergePatch,
      );
      const found = [
        [
          "deployment detection-system-dev/detection-api-blue: changed",
          "spec.template.spec.containers[detection-api].image: registry.internal/detection-api:v2.0.0 -> registry/api:hotfix by kubectl-set",
        ],
        [
          "deployment ingress-nginx/ingress-nginx-controller (release ingress-nginx/ingress-nginx): changed",
          "spec.minReadySeconds: (nothing) -> 7 by kubectl-patch",
        ],
        ["namespace detection-system-dev: changed", "metadata.labels.team: (nothing) -> me by kubectl-label"],
        ["service detection-system-dev/detection-api: missing"],
      ];
      assert.deepEqual(await drift(), found);
      assert.deepEqual(await drift(), found, "looking changes nothing");
    });

    it("puts back what the stack sets", async () => {
      const { failures } = await opened((engine) =>
        engine.up(withVersions(engine.input, v2), { ...quietly, takeBack: true }),
      );
      assert.deepEqual(failures, []);
      assert.equal(await serves(), "v2.0.0");
      assert.deepEqual(
        (await drift()).map(([what]) => what),
        [
          "deployment ingress-nginx/ingress-nginx-controller (release ingress-nginx/ingress-nginx): changed",
          "namespace detection-system-dev: changed",
        ],
      );
    });

    it("is looked at by the doctor, who finds what was made to go wrong", async () => {
      const before = await lookAt(stage().kubeconfig);
      assert.deepEqual(before.unseen, []);
      const now = new Date();
      assert.deepEqual(diagnosis({ now, history: [], ...before.listed }), []);
      const release = "ingress-nginx";
      const labels = { owner: "helm", name: release, status: "pending-upgrade", version: "99" };
      const metadata = { name: `sh.helm.release.v1.${release}.v99`, labels };
      await client.core.createNamespacedSecret({ namespace: release, body: { metadata } });
      const { listed } = await lookAt(stage().kubeconfig);
      const found = diagnosis({ now: new Date(now.getTime() + 3_600_000), history: [], ...listed });
      await client.core.deleteNamespacedSecret({ name: metadata.name, namespace: release });
      assert.deepEqual(
        found
          .filter(({ what }) => what === `release ${release}/${release}`)
          .map(({ run, severity }) => ({ run, severity })),
        [{ severity: "broken", run: [`helm -n ${release} rollback ${release} 1`, "rootstock up"] }],
      );
    });

    more(stage);

    it("refuses to destroy a cluster that another stack stands on", async () => {
      const labels = { "app.kubernetes.io/managed-by": "rootstock" };
      await client.core.createNamespace({ body: { metadata: { name: "staging", labels } } });
      await opened(async (engine) => {
        const { losses } = await foresee(engine);
        assert.throws(() => {
          refuseDestroy(engine, losses);
        }, /staging is a namespace of another stack\. Nothing was changed/);
      });
      await client.core.deleteNamespace({ name: "staging" });
    });

    it("destroys everything in reverse order, and leaves the API server as it was", async () => {
      await opened(async (engine) => {
        const contents = await engine.contents();
        const at = (what: string): number => {
          assert.ok(contents.includes(what), what);
          return contents.indexOf(what);
        };
        assert.ok(at(`deployment ${namespace}/${blue.name}`) < at(`namespace ${namespace}`));
        assert.ok(at("clusterissuer letsencrypt-prod") < at("release cert-manager/cert-manager"));
        const foreseen = await foresee(engine);
        assert.equal(foreseen.losses.loadBalancers.length, 1);
        assert.ok(foreseen.losses.volumes.length > 0);
        assert.deepEqual(await destroyStack(engine, foreseen, () => undefined), []);
      });
      const ours = (lines: readonly string[]): readonly string[] => lines.filter((line) => !kept.test(line));
      assert.deepEqual(ours(await clusterContent(stage().kubeconfig)), ours(untouched));
      await opened(async (engine) => {
        assert.deepEqual(await engine.contents(), []);
        assert.equal(await engine.outputs(), undefined);
        assert.equal(lastGood(await engine.history()), undefined);
      });
    });
  });
}
