import { strict as assert } from "node:assert/strict";
import { isSecret } from "@pulumi/pulumi";
import { parse } from "yaml";
import { ExistingCluster } from "../../../components/cluster/kubeconfig";
import { isolateContext } from "../../../components/cluster/kubeconfig-content";
import { UsageError } from "../../../components/errors";
import { once, outputValue, record, revealed, settle } from "./recorder";
import { resolved } from "./resolved";

const create = once(async (given: Readonly<Record<string, unknown>> = {}) => {
  const recorder = await record();
  const { handle } = new ExistingCluster("existing", {
    settings: resolved("kubeconfig", "prod", given),
    kubeconfig: "content",
  });
  const kubeconfig = await outputValue(handle.kubeconfig);
  const secret = await isSecret(handle.kubeconfig);
  await settle();
  return { recorder, handle, kubeconfig, secret };
});

describe("ExistingCluster", function () {
  this.timeout(20_000);

  it("creates nothing but a provider", async () => {
    const { recorder, kubeconfig, secret } = await create();
    assert.deepEqual(recorder.names(), [
      "pulumi:providers:kubernetes existing",
      "rootstock:cluster:Kubeconfig existing",
    ]);
    const { inputs } = recorder.one("pulumi:providers:kubernetes");
    assert.equal(revealed(inputs["kubeconfig"]), "content");
    assert.equal(inputs["clusterIdentifier"], "todo-prod");
    assert.equal("context" in inputs, false);
    assert.deepEqual([kubeconfig, secret], ["content", true]);
  });

  it("is by default what K3s is", async () => {
    const { handle } = await create();
    assert.deepEqual(handle.capabilities, {
      loadBalancer: "ip",
      metricsServer: true,
      networkPolicy: true,
      nodeAutoscaling: false,
    });
    assert.deepEqual(handle.storageClasses, [
      {
        name: "local-path",
        provisioner: "rancher.io/local-path",
        bindingMode: "WaitForFirstConsumer",
        isDefault: true,
      },
    ]);
    assert.deepEqual(handle.nodePools, []);
  });

  it("has classes for what is fast and what is shared, where the stack names them, each once", async () => {
    const { handle } = await create({
      storageClass: "longhorn",
      fastStorageClass: "longhorn",
      sharedStorageClass: "nfs-client",
    });
    assert.deepEqual([handle.fastStorageClass, handle.sharedStorageClass], ["longhorn", "nfs-client"]);
    assert.deepEqual(
      handle.storageClasses.map(({ name, isDefault }) => [name, isDefault]),
      [
        ["longhorn", true],
        ["nfs-client", false],
      ],
    );
    const plain = await create();
    assert.deepEqual([plain.handle.fastStorageClass, plain.handle.sharedStorageClass], [undefined, undefined]);
  });

  it("is what the stack says of it", async () => {
    const { recorder, handle } = await create({
      context: "on-prem",
      storageClass: "longhorn",
      loadBalancer: "none",
      metricsServer: false,
      networkPolicy: false,
      nodePools: [{ cpus: 4, memory: 16384, count: 3, zones: ["rack-1"] }],
    });
    const { inputs } = recorder.one("pulumi:providers:kubernetes");
    assert.deepEqual([inputs["context"], inputs["clusterIdentifier"]], ["on-prem", "on-prem"]);
    assert.deepEqual(handle.capabilities, {
      loadBalancer: "none",
      metricsServer: false,
      networkPolicy: false,
      nodeAutoscaling: false,
    });
    assert.equal(handle.storageClass, "longhorn");
    assert.deepEqual(
      handle.nodePools.map(({ min, max, zones, shape }) => [min, max, zones, shape.allocatable.memory]),
      [[3, 3, ["rack-1"], "16384Mi"]],
    );
  });
});

const kubeconfig = `
apiVersion: v1
kind: Config
current-context: home
contexts:
  - {name: home, context: {cluster: k3s, user: me, namespace: default}}
  - {name: work, context: {cluster: eks, user: boss}}
  - {name: broken, context: {cluster: gone, user: me}}
clusters:
  - {name: k3s, cluster: {server: "https://k3s:6443", certificate-authority: pki/ca.crt}}
  - {name: eks, cluster: {server: "https://eks", certificate-authority-data: Y2E=}}
users:
  - {name: me, user: {client-certificate: pki/me.crt, client-key: pki/me.key}}
  - {name: boss, user: {token: very-secret}}
`;

const readFile = (path: string) => Buffer.from(`content of ${path}`);
const base64 = (text: string) => Buffer.from(text).toString("base64");

describe("isolateContext", () => {
  it("keeps the current context alone, with the files it names", () => {
    const isolated = isolateContext(kubeconfig, undefined, readFile);
    assert.ok(!isolated.includes("very-secret"));
    assert.deepEqual(parse(isolated), {
      apiVersion: "v1",
      kind: "Config",
      "current-context": "home",
      contexts: [{ name: "home", context: { cluster: "k3s", user: "me", namespace: "default" } }],
      clusters: [
        {
          name: "k3s",
          cluster: { server: "https://k3s:6443", "certificate-authority-data": base64("content of pki/ca.crt") },
        },
      ],
      users: [
        {
          name: "me",
          user: {
            "client-certificate-data": base64("content of pki/me.crt"),
            "client-key-data": base64("content of pki/me.key"),
          },
        },
      ],
    });
  });

  it("keeps the context that is asked for", () => {
    const isolated = parse(isolateContext(kubeconfig, "work", readFile)) as { clusters: unknown; users: unknown };
    assert.deepEqual(isolated.clusters, [
      { name: "eks", cluster: { server: "https://eks", "certificate-authority-data": "Y2E=" } },
    ]);
    assert.deepEqual(isolated.users, [{ name: "boss", user: { token: "very-secret" } }]);
  });

  const refusals: readonly (readonly [what: string, text: string, context: string | undefined, message: string])[] = [
    [
      "an unknown context",
      kubeconfig,
      "wrok",
      'cluster.context is "wrok", which the kubeconfig doesn\'t have. Did you mean work? It has: home, work, broken.',
    ],
    [
      "no current context",
      "contexts: []",
      undefined,
      "The kubeconfig has no current context; choose one by cluster.context. It has none.",
    ],
    [
      "a context without its cluster",
      kubeconfig,
      "broken",
      'The kubeconfig\'s context "broken" names the cluster "gone", which isn\'t in it; choose another context by cluster.context.',
    ],
    [
      "a text that is no kubeconfig",
      "just text",
      undefined,
      "The kubeconfig is no YAML object; give the content of a file such as ~/.kube/config, or name one by cluster.path.",
    ],
    [
      "broken YAML",
      "a: [",
      undefined,
      "The kubeconfig is no YAML object; give the content of a file such as ~/.kube/config, or name one by cluster.path.",
    ],
  ];
  for (const [what, text, context, message] of refusals) {
    it(`refuses ${what}`, () => {
      assert.throws(() => isolateContext(text, context, readFile), new UsageError(message));
    });
  }
});
