import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { applicationErrors } from "../../../components/application/checks";
import type { Slots, SmokeChecks } from "../../../components/application/contract";
import { smokeImage, wholeApplication } from "../../../components/application/smoke";
import { application, job, service } from "../../support/applications";
import { deploy } from "../../support/deploy";
import { dig } from "../../support/recording";

const images = { blue: "registry.example.com/web:1", green: "registry.example.com/web:2" };

function released(smoke: Partial<SmokeChecks>, changes: Partial<Slots> = {}) {
  const slots = { active: "blue", images, standby: 1, ...changes } as const;
  const checks: SmokeChecks = { askedBy: "node", requests: [{ path: "/ready" }], ...smoke };
  return application({
    workloads: { web: service({ image: images[slots.active], slots: { ...slots, smoke: checks } }) },
  });
}

/** The command of the job that asks, with addresses of this machine in place of the Service. */
function commandOf(smoke: Partial<SmokeChecks>, port: number): readonly string[] {
  const asking = wholeApplication(released(smoke)).workloads["web-smoke"];
  return (asking?.command ?? []).map((word) =>
    word.replace("http://web-standby:8080", `http://127.0.0.1:${String(port)}`),
  );
}

describe("smoke checks of the slot that stands by", () => {
  it("are a job that only a release starts, and have a way to that workload alone", async () => {
    const made = await deploy(released({ requests: [{ path: "/ready" }, { path: "/login", status: 302 }] }));
    assert.deepEqual(made.names("CronJob"), ["web-smoke"]);
    assert.equal(made.input("CronJob", "web-smoke", "spec", "suspend"), true);
    const pod = made.input("CronJob", "web-smoke", "spec", "jobTemplate", "spec", "template", "spec");
    const container = dig(pod, "containers", 0);
    assert.equal(dig(container, "image"), images.blue);
    assert.deepEqual((dig(container, "command") as readonly string[]).slice(-4), [
      "http://web-standby:8080/ready",
      "200",
      "http://web-standby:8080/login",
      "302",
    ]);
    assert.equal(dig(container, "securityContext", "readOnlyRootFilesystem"), true);
    assert.equal(dig(pod, "automountServiceAccountToken"), false);
    assert.equal(dig(container, "resources", "limits", "memory"), "128Mi");
    const peer = (name: string) => ({
      podSelector: { matchLabels: { "app.kubernetes.io/name": name, "app.kubernetes.io/part-of": "shop" } },
    });
    const ports = [{ port: 8080, protocol: "TCP" }];
    assert.deepEqual(made.input("NetworkPolicy", "web", "spec", "ingress"), [{ from: [peer("web-smoke")], ports }]);
    assert.deepEqual(dig(made.input("NetworkPolicy", "web-smoke", "spec", "egress"), 1), { to: [peer("web")], ports });
    assert.equal(made.input("NetworkPolicy", "web-smoke", "spec", "ingress"), undefined);
  });

  it("are the same job whichever slot serves", () => {
    const jobs = [released({}), released({}, { active: "green" })].map(
      (described) => wholeApplication(described).workloads["web-smoke"],
    );
    assert.deepEqual(jobs[0], jobs[1]);
  });

  it("follow the slots, and may have an image of their own", () => {
    const imageOf = ({ workloads }: ReturnType<typeof released>) => smokeImage(workloads["web"]);
    assert.equal(imageOf(released({})), images.green);
    assert.equal(imageOf(released({}, { active: "green" })), images.blue);
    assert.equal(imageOf(released({ image: "registry.example.com/alpine:3" })), "registry.example.com/alpine:3");
  });

  it("are refused where they ask nothing, nobody, or what can't be asked", () => {
    assert.deepEqual(applicationErrors(released({ requests: [] })), [
      'Workload web has slots.smoke without requests; name a path, such as { path: "/health" }, or leave it out.',
    ]);
    assert.deepEqual(applicationErrors(released({ requests: [{ path: "ready", status: 99 }] }, { standby: 0 })), [
      "Workload web has slots.smoke and slots.standby 0, so that nobody would answer; let a pod stand by.",
      'Workload web has slots.smoke with the path "ready"; write it from the root, such as /health.',
      "Workload web has slots.smoke.status 99; it must be a whole number from 100 to 599.",
    ]);
    const { workloads, ...rest } = released({});
    assert.deepEqual(applicationErrors({ ...rest, workloads: { ...workloads, "web-smoke": job() } }), [
      "Workload web has slots, which take the name web-smoke, and so does a workload; rename it.",
    ]);
  });

  describe("ask for real", () => {
    let server: Server;
    let port = 0;
    before(async () => {
      server = createServer(({ url = "" }, response) => {
        const status = Number(/^\/(\d{3})/.exec(url)?.[1] ?? 200);
        response.writeHead(status, status === 302 ? { location: "/200" } : {}).end("body");
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      ({ port } = server.address() as AddressInfo);
    });
    after(() => {
      server.close();
    });

    /** Not spawnSync: the server answers from this process. */
    function run([program = "", ...words]: readonly string[]): Promise<{
      readonly code: number | null;
      readonly out: string;
    }> {
      return new Promise((resolve, reject) => {
        const child = spawn(program === "node" ? process.execPath : program, words, {
          stdio: ["ignore", "pipe", "ignore"],
        });
        let out = "";
        child.stdout.on("data", (text: Buffer) => (out += text.toString()));
        child.on("error", reject).on("close", (code) => {
          resolve({ code, out });
        });
      });
    }

    for (const [askedBy, needed] of [
      ["node", process.execPath],
      ["python", "python"],
      ["wget", "wget"],
    ] as const) {
      it(`by ${askedBy}`, async function () {
        this.timeout(60_000);
        // Skipped where the machine lacks the program, which the image has.
        if (spawnSync(needed, ["--version"]).status !== 0) this.skip();
        const ask = (...requests: SmokeChecks["requests"]) => run(commandOf({ askedBy, requests }, port));
        const good = await ask({ path: "/ready?a=b&c='d'" }, { path: "/404", status: 404 });
        assert.equal(good.code, 0, good.out);
        assert.match(good.out, /\/ready\S* answered 200, expected 200\n.*\/404 answered 404, expected 404\n$/);
        const bad = await ask({ path: "/503" }, { path: "/never-asked" });
        assert.equal(bad.code, 1);
        assert.match(bad.out, /^http:\/\/127\.0\.0\.1:\d+\/503 answered 503, expected 200\n$/);
        const nobody = await run(commandOf({ askedBy }, 1));
        assert.equal(nobody.code, 1);
        assert.match(nobody.out, /answered .*expected 200\n$/);
        if (askedBy !== "wget") assert.equal((await ask({ path: "/302", status: 302 })).code, 0);
      });
    }
  });
});
