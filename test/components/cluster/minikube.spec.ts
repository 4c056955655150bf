import { strict as assert } from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isSecret } from "@pulumi/pulumi";
import { MinikubeCluster } from "../../../components/cluster/minikube";
import { loadBalancerCommand } from "../../../components/cluster/minikube-commands";
import { once, outputValue, record, settle } from "./recorder";
import { resolved } from "./resolved";

const create = once(async (given: Readonly<Record<string, unknown>> = {}) => {
  const recorder = await record();
  const { handle } = new MinikubeCluster("todo", resolved("minikube", "dev", given));
  const kubeconfig = await outputValue(handle.kubeconfig);
  const secret = await isSecret(handle.kubeconfig);
  await settle();
  return { recorder, handle, kubeconfig, secret };
});

describe("MinikubeCluster", function () {
  this.timeout(20_000);

  it("is started with its add-ons and a network that enforces policies, and deleted", async () => {
    const { recorder } = await create();
    const start = recorder.named("todo-start", "Command");
    assert.deepEqual(start.inputs, {
      create:
        "minikube start --profile=todo-dev --driver=docker --kubernetes-version=stable --cpus=4 --memory=8192mb --disk-size=40g --nodes=1 --cni=calico --keep-context --interactive=false --wait=all --addons=metrics-server",
      delete: "minikube delete --profile=todo-dev",
      triggers: ["todo-dev", "docker", 4, 8192, 40, 1],
    });
    assert.equal(start.deleteBeforeReplace, true);
  });

  it("is made anew for what minikube can't change, and not for what it can", async () => {
    const before = (await create()).recorder.named("todo-start", "Command").inputs["triggers"];
    const bigger = (await create({ memory: 16384 })).recorder.named("todo-start", "Command").inputs["triggers"];
    const newer = (await create({ version: "v1.36.2", addons: [] })).recorder.named("todo-start", "Command").inputs[
      "triggers"
    ];
    assert.notDeepEqual(bigger, before);
    assert.deepEqual(newer, before);
  });

  it("gives load balancers addresses once it runs", async () => {
    const { recorder, handle } = await create();
    const balancer = recorder.named("todo-load-balancer", "Command");
    assert.deepEqual(balancer.needs, ["todo-start"]);
    assert.equal(balancer.inputs["create"], loadBalancerCommand(resolved("minikube", "dev")));
    assert.equal(handle.capabilities.loadBalancer, "ip");
  });

  it("is reached by its context, so that a restart at another port changes nothing", async () => {
    const { recorder } = await create();
    const provider = recorder.one("pulumi:providers:kubernetes");
    assert.equal(provider.inputs["context"], "todo-dev");
    assert.equal(provider.inputs["clusterIdentifier"], "todo-start-id");
    assert.equal("kubeconfig" in provider.inputs, false);
    assert.ok(provider.needs.includes("todo-start"));
  });

  it("hands on its kubeconfig as a secret", async () => {
    const { recorder, kubeconfig, secret } = await create();
    assert.equal(
      recorder.named("todo-kubeconfig", "Command").inputs["create"],
      "kubectl config view --raw --flatten --minify --context=todo-dev",
    );
    assert.equal(kubeconfig, "apiVersion: v1");
    assert.equal(secret, true);
  });

  it("tells the layers above what it can", async () => {
    const { handle } = await create({ addons: [], nodes: 2, cpus: 2, memory: 4096 });
    assert.deepEqual(handle.capabilities, {
      loadBalancer: "ip",
      metricsServer: false,
      networkPolicy: true,
      nodeAutoscaling: false,
    });
    assert.equal(handle.storageClass, "standard");
    assert.deepEqual(
      handle.nodePools.map(({ min, max, shape }) => [min, max, shape.allocatable]),
      [[2, 2, { cpu: "2000m", memory: "4096Mi", pods: 110 }]],
    );
  });
});

/** Stands for minikube: answers `ip`, and reads two answers as minikube does, with a reader for each question. */
const fakeMinikube = `#!/usr/bin/env node
const fs = require("node:fs");
const [command, verb] = process.argv.slice(2);
if (command === "ip") console.log("192.168.49.2");
else if (verb === "configure") {
  const question = () => {
    const buffer = Buffer.alloc(4096);
    for (;;) {
      try {
        return buffer.toString("utf8", 0, fs.readSync(0, buffer)).split("\\n")[0];
      } catch (error) {
        if (error.code !== "EAGAIN") throw error;
      }
    }
  };
  fs.writeFileSync(process.env.ANSWERS, question() + " " + question());
}
`;

describe("loadBalancerCommand", function () {
  this.timeout(20_000);

  it("answers minikube's two questions with addresses of minikube's network", () => {
    const directory = mkdtempSync(join(tmpdir(), "minikube-"));
    try {
      const program = join(directory, "minikube");
      writeFileSync(program, fakeMinikube);
      chmodSync(program, 0o755);
      const answers = join(directory, "answers");
      execFileSync("/bin/sh", ["-c", loadBalancerCommand(resolved("minikube", "dev"))], {
        env: { ...process.env, PATH: `${directory}:${process.env["PATH"] ?? ""}`, ANSWERS: answers },
        stdio: "ignore",
      });
      assert.equal(readFileSync(answers, "utf8"), "192.168.49.200 192.168.49.250");
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
