import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CoordinationV1Api, KubeConfig, V1MicroTime } from "@kubernetes/client-node";
import type { DeploymentRecord, DeploymentStep, Drift } from "../../deploy/contract";
import { asMergePatch, type ClusterClient, clientOf } from "../../rehearsal/control-plane/api";
import { clusterContent } from "../support/cluster-content";
import { leaks } from "../support/leaks";
import { secretsIn } from "../support/live-secrets";
import { StackLife, type StorySettings } from "../support/stack-life";
import { freshName } from "./rehearse-once";

const name = "detection-api";
const namespace = "detection-system-dev";
const service = { name, namespace };
const off = { enabled: false };

/** A system whose API is released blue/green: two slots behind one Service, a store, a backup, generated secrets. */
const settings: StorySettings = {
  system: name,
  environment: "dev",
  imageTag: { default: "v1", "detection-api-blue": "v1", "detection-api-green": "v0" },
  slots: { [name]: "blue" },
  cluster: { kind: "kubeconfig" },
  platform: { monitoring: off, logs: off },
};

/** What charts leave behind on purpose, and what the API server lists by itself for it. */
const kept = /^(customresourcedefinitions|apiservices) /;

interface Seconds {
  readonly seconds: number;
}

/** Figures for docs; nothing is asserted of them. */
const took = (what: string, { seconds }: Seconds): void => {
  process.stdout.write(`      ${what}: ${seconds.toFixed(1)} s\n`);
};

/** The slots of pods. */
const slotsOf = (pods: readonly string[]): readonly string[] => [
  ...new Set(pods.map((pod) => /^detection-api-(blue|green)-/.exec(pod)?.[1] ?? "none")),
];

describe("the story of a stack, by rootstock's commands", function () {
  // The first run on a machine builds the programs.
  this.timeout(20 * 60_000);
  let story: StackLife;
  let cluster: ClusterClient;
  let untouched: readonly string[];
  const seen = new Set<string>();
  const ours = (lines: readonly string[]): readonly string[] => lines.filter((line) => !kept.test(line));
  const remember = async (): Promise<void> => {
    for (const text of await secretsIn(story.kubeconfig)) seen.add(text);
  };

  before(async () => {
    story = await StackLife.open(freshName(), settings);
    cluster = clientOf(story.kubeconfig);
    untouched = await clusterContent(story.kubeconfig);
  });
  after(() => story.close());

  const coordination = (): CoordinationV1Api => {
    const config = new KubeConfig();
    config.loadFromString(story.kubeconfig);
    return config.makeApiClient(CoordinationV1Api);
  };
  const tagOf = async (slot: string): Promise<string> => {
    const { spec } = await cluster.apps.readNamespacedDeployment({ name: `${name}-${slot}`, namespace });
    return spec?.template.spec?.containers[0]?.image?.split(":")[1] ?? "";
  };

  it("begins with v1, which users get from blue", async () => {
    const { code, stderr, stdout } = await story.run("up", "--message", "the first one");
    assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
    assert.match(stdout, new RegExp(`Stack ${story.stack} runs default v1, .*: \\d+ created, 0 changed, 0 unchanged`));
    assert.equal(await tagOf("blue"), "v1");
    await remember();
  });

  it("goes on with a v2 that never gets ready: v1 returns by itself, and users never notice", async () => {
    story.edit("detection-api-blue: v1", "detection-api-blue: v2-never-ready");
    const { steps } = await story.data<{ readonly steps: readonly DeploymentStep[] }>("preview");
    assert.deepEqual(steps.map((step) => `${step.do} ${step.what}`).sort(), [
      `update cronjob ${namespace}/${name}-smoke`,
      `update deployment ${namespace}/${name}-blue`,
    ]);
    await story.serving(service, async () => {
      const { code, stderr } = await story.run("up", "--timeout", "30");
      assert.equal(code, 3, stderr);
      assert.match(stderr, new RegExp(`\\n  deployment ${namespace}/${name}-blue: .*containers with unready status`));
      assert.match(stderr, new RegExp(`\\nStack ${story.stack} runs default v1, .*\\(deployment 1\\) again\\.`));
      assert.match(
        stderr,
        new RegExp(`\\nWhat to do: ${story.fileName} still says .*v2-never-ready.* Mend that version`),
      );
    });
    assert.equal(await tagOf("blue"), "v1");
    story.edit("detection-api-blue: v2-never-ready", "detection-api-blue: v1");
  });

  it("brings v3 by green, which is asked before it serves, and again nobody notices", async () => {
    const states = await story.serving(service, async () => {
      const released = await story.data<Seconds & { readonly result: string }>("release", name, "v3");
      assert.deepEqual([released.code, released.result], [0, "deployed"]);
      took("release", released);
    });
    assert.deepEqual(slotsOf(states.at(-1) ?? []), ["green"]);
    assert.match(readFileSync(story.file, "utf8"), /detection-api-green: v3\n[\s\S]*detection-api: green\n/);
  });

  it("keeps users from a v4 that answers wrongly, and leaves nothing of it", async () => {
    const before = readFileSync(story.file, "utf8");
    const states = await story.serving(service, async () => {
      const { code, stderr } = await story.run("release", name, "v4-smoke-fails");
      assert.equal(code, 3, stderr);
      assert.match(stderr, /runs what it ran before, after .* What failed: the smoke checks of detection-api failed: /);
    });
    assert.deepEqual(slotsOf(states.flat()), ["green"]);
    assert.equal(readFileSync(story.file, "utf8"), before);
    const { items } = await cluster.batch.listNamespacedJob({ namespace });
    assert.deepEqual(items, []);
  });

  it("rolls back to v1 by a switch alone", async () => {
    const states = await story.serving(service, async () => {
      const back = await story.data<Seconds & { readonly steps: readonly { readonly what: string }[] }>("rollback");
      const kinds = back.steps.map(({ what }) => what.split(" ")[0]);
      assert.deepEqual(
        kinds.filter((kind) => kind === "deployment" || kind === "service"),
        ["service", "service"],
      );
      took("rollback to a slot", back);
    });
    assert.deepEqual(slotsOf(states.at(-1) ?? []), ["blue"]);
    assert.deepEqual([await tagOf("blue"), await tagOf("green")], ["v1", "v3"]);
  });

  it("gives a secret a new value, with pods that are new, and one of them always ready", async () => {
    await remember();
    const states = await story.serving(service, async () => {
      const { code, rotated } = await story.data<{ readonly rotated: unknown }>("rotate", "JWT_SIGNING_KEY");
      assert.deepEqual([code, rotated], [0, [{ name: "JWT_SIGNING_KEY", from: 1, to: 2, previous: false }]]);
    });
    const [before = [], after = []] = [states[0], states.at(-1)];
    assert.deepEqual([after.length, after.filter((pod) => before.includes(pod))], [1, []]);
    const { items } = await cluster.core.listNamespacedSecret({ namespace });
    const versions = items.map(({ metadata }) => metadata?.annotations?.["rootstock.dev/version.JWT_SIGNING_KEY"]);
    const held = versions.filter((version) => version !== undefined);
    assert.deepEqual([held.length > 0, new Set(held)], [true, new Set(["2"])]);
    await remember();
  });

  it("names what was changed by hand: a field edited, one added, and an object deleted", async () => {
    const byHand = { metadata: { labels: { team: "me" } } };
    await cluster.core.patchNamespace({ name: namespace, body: byHand, fieldManager: "kubectl-label" }, asMergePatch);
    await cluster.core.deleteNamespacedService({ name: "detection-store", namespace });
    const of = { name: "ingress-nginx-controller", namespace: "ingress-nginx" };
    const slow = { spec: { minReadySeconds: 7 } };
    await cluster.apps.patchNamespacedDeployment({ ...of, body: slow, fieldManager: "kubectl-patch" }, asMergePatch);
    const store = { name: "detection-api-green", namespace };
    const edited = { spec: { progressDeadlineSeconds: 5, template: { spec: { terminationGracePeriodSeconds: 1 } } } };
    await cluster.apps.patchNamespacedDeployment(
      { ...store, body: edited, fieldManager: "kubectl-edit" },
      asMergePatch,
    );
    const { code, drift } = await story.data<{ readonly drift: readonly Drift[] }>("drift");
    assert.equal(code, 4);
    assert.deepEqual(
      drift.map(({ fields, how, what }) => [what, how, ...fields.map(({ by, found, path }) => [path, found, by])]),
      [
        [`namespace ${namespace}`, "changed", ["metadata.labels.team", "me", "kubectl-label"]],
        [`service ${namespace}/detection-store`, "missing"],
        [
          `deployment ${namespace}/detection-api-green`,
          "changed",
          ["spec.template.spec.terminationGracePeriodSeconds", "1", "kubectl-edit"],
          ["spec.progressDeadlineSeconds", "5", "kubectl-edit"],
        ],
        [
          "deployment ingress-nginx/ingress-nginx-controller (release ingress-nginx/ingress-nginx)",
          "changed",
          ["spec.minReadySeconds", "7", "kubectl-patch"],
        ],
      ],
    );
  });

  it("is put back by up where the stack sets it; the rest is named until somebody removes it", async () => {
    assert.equal((await story.data("up")).code, 0);
    const { drift } = await story.data<{ readonly drift: readonly Drift[] }>("drift");
    assert.deepEqual(
      drift.flatMap(({ fields, what }) => fields.map(({ path }) => `${what.split(" ")[0] ?? ""} ${path}`)),
      ["namespace metadata.labels.team", "deployment spec.progressDeadlineSeconds", "deployment spec.minReadySeconds"],
    );
    const label = { metadata: { labels: { team: null } } };
    await cluster.core.patchNamespace({ name: namespace, body: label }, asMergePatch);
    for (const [of, spec] of [
      [{ name: "detection-api-green", namespace }, { progressDeadlineSeconds: null }],
      [{ name: "ingress-nginx-controller", namespace: "ingress-nginx" }, { minReadySeconds: null }],
    ] as const)
      await cluster.apps.patchNamespacedDeployment({ ...of, body: { spec } }, asMergePatch);
    const { code, stdout } = await story.run("drift");
    assert.deepEqual([code, stdout], [0, `Nothing of stack ${story.stack} was changed by hand.\n`]);
  });

  it("is found well by the doctor, but for what others left locked", async () => {
    assert.deepEqual(await story.data("doctor"), { code: 0, troubles: [], unseen: [] });
    const lease = { name: "rootstock-rehearsal.other", namespace: "kube-system" };
    const spec = { holderIdentity: "elsewhere_7_1", leaseDurationSeconds: 60, renewTime: new V1MicroTime(0) };
    const leases = coordination();
    await leases.createNamespacedLease({ namespace: lease.namespace, body: { metadata: lease, spec } });
    const labels = { owner: "helm", name: "ingress-nginx", status: "pending-upgrade", version: "9", modifiedAt: "1" };
    const pending = { name: "sh.helm.release.v1.ingress-nginx.v9", namespace: "ingress-nginx" };
    await cluster.core.createNamespacedSecret({
      namespace: pending.namespace,
      body: { metadata: { ...pending, labels } },
    });
    const { code, stdout } = await story.run("doctor");
    await leases.deleteNamespacedLease(lease);
    await cluster.core.deleteNamespacedSecret(pending);
    assert.equal(code, 4);
    assert.match(
      stdout,
      /^broken +release ingress-nginx\/ingress-nginx .*\n.* helm was killed, and refuses the release /,
    );
    assert.match(stdout, /\n {2}\$ helm -n ingress-nginx rollback ingress-nginx \d\n {2}\$ rootstock up\n/);
    assert.match(stdout, /\nnote +lease kube-system\/rootstock-rehearsal\.other .*\n {2}process 7 on elsewhere held /);
    assert.match(stdout, /\n {2}\$ kubectl -n kube-system delete lease rootstock-rehearsal\.other\n/);
  });

  it("remembers all of it, latest first", async () => {
    const { deployments } = await story.data<{ readonly deployments: readonly DeploymentRecord[] }>("history");
    assert.deepEqual(
      deployments.map(({ command, number, result }) => `${String(number)} ${command} ${result}`),
      [
        "10 up succeeded",
        "9 rotate succeeded",
        "8 rollback succeeded",
        "7 return succeeded",
        "6 release succeeded",
        "5 release succeeded",
        "4 release succeeded",
        "3 return succeeded",
        "2 up failed",
        "1 up succeeded",
      ],
    );
    assert.equal(deployments.at(-1)?.message, "the first one");
    assert.match(deployments.at(-2)?.reason ?? "", new RegExp(`^deployment ${namespace}/${name}-blue: `));
    assert.doesNotMatch(JSON.stringify(deployments), /settings/);
  });

  it("has told nobody a secret, however it was asked", async () => {
    const plan = join(story.folder, "plan");
    for (const words of [["outputs"], ["outputs", "--json"], ["outputs", "kubeconfig"], ["backup", "--list", "--json"]])
      assert.equal((await story.run(words[0] ?? "", ...words.slice(1))).code, 0, words.join(" "));
    for (const words of [
      ["plan", "--out", plan],
      ["review", "--base", plan, "--out", join(story.folder, "review")],
      ["review", "--base", plan, "--json"],
      ["explain", "--json"],
    ])
      assert.equal((await story.say(...words, "--config", story.file)).code, 0, words.join(" "));
    const shown = await story.run("outputs", "kubeconfig", "--show-secrets");
    assert.match(shown.stdout, /clusters:/);
    const written = readdirSync(story.folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
    const files = written.map(({ name: file, parentPath }) => join(parentPath, file));
    const { items } = await cluster.core.listConfigMapForAllNamespaces();
    assert.ok(story.heard.length > 20 && files.length > 50 && seen.size > 4, String([files.length, seen.size]));
    const texts = [
      ...story.heard,
      ...files.map((path) => ({ path, text: readFileSync(path, "utf8") })),
      { path: "ConfigMaps", text: JSON.stringify(items) },
    ];
    assert.deepEqual(leaks(texts, [...seen, shown.stdout]), []);
  });

  describe("is destroyed", () => {
    it("not while another stack stands on its cluster, nor for whoever types another name", async () => {
      const labels = { "app.kubernetes.io/managed-by": "rootstock" };
      await cluster.core.createNamespace({ body: { metadata: { name: "staging", labels } } });
      const refused = await story.run("destroy", `--confirm=${story.stack}`);
      assert.equal(refused.code, 1);
      assert.match(refused.stderr, /staging is a namespace of another stack\. Nothing was changed/);
      await cluster.core.deleteNamespace({ name: "staging" });
      while ((await cluster.core.listNamespace()).items.some(({ metadata }) => metadata?.name === "staging"))
        await sleep(200);
      const typing = { asked: `Type ${story.stack} to destroy it: `, typed: "prod" };
      const mistaken = await story.typing(typing, "destroy");
      assert.equal(mistaken.code, 1);
      assert.match(
        mistaken.stdout,
        new RegExp(
          `Destroying stack ${story.stack} loses[\\s\\S]*[1-9] +volumes? with all data[\\s\\S]*1 +load balancer`,
        ),
      );
      assert.match(
        mistaken.stdout,
        new RegExp(`--confirm is "prod", but the stack is ${story.stack}; nothing was chan`),
      );
      assert.equal(await tagOf("blue"), "v1");
    });

    it("but for what a finalizer holds, which is named with what to run", async () => {
      const held = { name, namespace };
      const body = { metadata: { finalizers: ["example.com/never"] } };
      await cluster.networking.patchNamespacedIngress({ ...held, body }, asMergePatch);
      const { code, stderr } = await story.run("destroy", `--confirm=${story.stack}`, "--timeout", "8", "--keep");
      assert.equal(code, 1);
      // A busy machine may need longer for the platform's own namespaces, which nothing holds.
      const busy = /^namespace \S+ is still there \d+ s after it was deleted: the cluster is still removing/;
      const lines = stderr.trim().split("\n");
      const [ingress = "", place = "", ...more] = lines.filter((line) => !busy.test(line));
      assert.match(
        ingress,
        /^ingress detection-system-dev\/detection-api is still there \d+ s after it was deleted: finalizer example\.com\/never holds it\. See that whoever set it runs, and run the same command again; .*: kubectl -n detection-system-dev patch ingress detection-api --type=merge -p '\{"metadata":\{"finalizers":null\}\}'$/,
      );
      assert.match(place, /^namespace detection-system-dev is still there /);
      assert.deepEqual(more, []);
      await cluster.networking.patchNamespacedIngress(
        { ...held, body: { metadata: { finalizers: null } } },
        asMergePatch,
      );
    });

    it("by whoever types its name, and leaves the API server as it was before", async () => {
      const typing = { asked: `Type ${story.stack} to destroy it: `, typed: story.stack };
      const { code, stdout } = await story.typing(typing, "destroy", "--keep");
      assert.equal(code, 0, stdout);
      assert.match(stdout, new RegExp(`Stack ${story.stack} is destroyed; nothing is left\\.`));
      assert.deepEqual(ours(await clusterContent(story.kubeconfig)), ours(untouched));
      const again = await story.run("destroy", `--confirm=${story.stack}`, "--keep");
      assert.deepEqual(again, { code: 0, stdout: `Nothing of stack ${story.stack} is there.\n`, stderr: "" });
    });
  });
});
