import assert from "node:assert/strict";
import type { AlertGroup } from "../../../components/application/alerts";
import { applicationErrors } from "../../../components/application/checks";
import { apiServer, internet, privateNetwork } from "../../../components/application/connections";
import type { Application, DeploymentWorkload, Quota, Route } from "../../../components/application/contract";
import { isCronSchedule, isTimeZone } from "../../../components/application/cron-schedule";
import { redDashboard } from "../../../components/application/dashboard";
import { application, job, service } from "../../support/applications";

const told = (changes: Partial<Application>): string => applicationErrors(application(changes)).join("\n");
const ofWeb = (changes: Partial<DeploymentWorkload>): string => told({ workloads: { web: service(changes) } });
const ofRoute = (changes: Partial<Route>): string =>
  told({ routes: [{ host: "shop.example.com", path: "/", to: "web", ...changes }] });

describe("texts and figures that nobody could use", () => {
  it("are refused as images", () => {
    for (const image of [
      "",
      " ",
      "a b",
      "UP/web:1",
      "web:",
      "a//b",
      "x;y",
      "$(id)",
      "web\n",
      "\u202ebew",
      "web@sha256:1",
    ]) {
      assert.match(ofWeb({ image }), /^Workload web has the image ".*"; write registry\/repository:tag/, image);
    }
    for (const image of ["web", "web:1", "localhost:5000/a/b:v1.2", `ghcr.io/a/b_c:1@sha256:${"a".repeat(64)}`]) {
      assert.equal(ofWeb({ image }), "", image);
    }
  });

  it("are refused as permissions of a workload that can't ask Kubernetes' API", () => {
    const permissions = [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }];
    const refusal =
      "Workload web has permissions, but its network policy keeps it from Kubernetes' API; " +
      "add apiServer to its connectsTo, or leave the permissions out.";
    const tak = privateNetwork("TAK server", ["10.20.0.0/24"], 8089);
    assert.equal(ofWeb({ permissions }), refusal);
    assert.equal(ofWeb({ permissions, connectsTo: [tak, internet("mail", 587)] }), refusal);
    // A site may name the API server's own address, which opens less.
    for (const connection of [apiServer, privateNetwork("API server", ["10.96.0.1/32"], 443), internet("all", 6443)])
      assert.equal(ofWeb({ permissions, connectsTo: [tak, connection] }), "");
    assert.equal(ofWeb({ permissions: [] }), "");
  });

  it("are refused as permissions that name no group, resource or verb", () => {
    const whole = { apiGroups: [""], resources: ["pods"], verbs: ["get"] };
    assert.equal(ofWeb({ permissions: [whole], connectsTo: [apiServer] }), "");
    for (const part of ["apiGroups", "resources", "verbs"]) {
      const told = ofWeb({ permissions: [{ ...whole, [part]: [] }], connectsTo: [apiServer] });
      assert.match(
        told,
        /^Workload web has a permission without apiGroups, resources or verbs; name all of them/,
        part,
      );
    }
  });

  it("are refused as limits of routes, which would end a line of the controller's configuration", () => {
    for (const maxBodySize of ["8m; } server { listen 1;", "8m\n", "", "-1", "8mb", "$" + "{x}"]) {
      assert.match(ofRoute({ maxBodySize }), /^Route to web has maxBodySize/, maxBodySize);
    }
    for (const count of [Number.NaN, Number.POSITIVE_INFINITY, 0, -1, 0.5]) {
      for (const key of ["timeoutSeconds", "requestsPerMinute", "requestsPerSecond"]) {
        assert.match(ofRoute({ [key]: count }), new RegExp(`^Route to web has ${key} `), String(count));
      }
    }
    assert.equal(ofRoute({ maxBodySize: "8m", timeoutSeconds: 3600, requestsPerMinute: 60 }), "");
  });

  it("are refused as hosts and paths", () => {
    for (const host of [
      "a;b.example.com",
      "a.example.com\nx",
      "$" + "{host}.com",
      "`id`.example.com",
      `${"a".repeat(64)}.example.com`,
      `${"a.".repeat(123)}com`,
      "аpp.example.com",
      "app.example.com\u200b",
    ]) {
      assert.match(ofRoute({ host }), /has the host /, host);
    }
    for (const path of [
      "/a;b",
      "/a\nb",
      "/$" + "{x}",
      "/`id`",
      "/..",
      "/a/../b",
      "/a\u202e",
      `/${"a/".repeat(1000)}`,
    ]) {
      assert.match(ofRoute({ path }), /has the path /, path);
    }
  });

  it("are refused of headers that would begin another one", () => {
    for (const value of ["x\r\nSet-Cookie: a=1", "x\nb", "$" + "{y}", '"', "\\", "é"]) {
      assert.match(ofRoute({ headers: { "Cache-Control": value } }), /sets the header Cache-Control/, value);
    }
  });

  it("are refused as alerts", () => {
    const ofAlert = (changes: Partial<AlertGroup["alerts"][number]>): string =>
      told({
        alerts: [
          {
            name: "g",
            alerts: [{ name: "A", when: "up == 0", for: "5m", severity: "info", summary: "s", ...changes }],
          },
        ],
      });
    assert.equal(ofAlert({}), "");
    for (const text of ["", "5", "1h 30m", "-5m", "5m; x", "\u202e5m"])
      assert.match(ofAlert({ for: text }), /has for /);
    for (const name of ["", "a b", 'A"}', "{{x}}", "Ä"]) assert.match(ofAlert({ name }), /^Alert ".*" can't be named/s);
    assert.match(ofAlert({ when: " " }), /^Alert A has no expression/);
    const group = { name: "g", alerts: [] };
    assert.match(told({ alerts: [group, group] }), /^Alert group "g" is there more than once/);
  });

  it("are refused as quotas, registries, dashboards, components and shares", () => {
    const quota: Quota = {
      cpu: { requests: "1", limits: "2" },
      memory: { requests: "1Gi", limits: "2Gi" },
      pods: 5,
    };
    assert.equal(told({ quota }), "");
    assert.match(told({ quota: { ...quota, pods: Number.NaN } }), /^The namespace's quota\.pods is NaN/);
    assert.match(
      told({ quota: { ...quota, memory: { requests: "1.0000000000Gi", limits: "2Gi" } } }),
      /quota\.memory\.requests is "1.0000000000Gi"/,
    );
    assert.match(
      told({ pullFrom: { registry: "https://x/y", username: "A", password: "B" } }),
      /pullFrom\.registry is "https:\/\/x\/y"/,
    );
    assert.match(
      told({ dashboards: { "../x": redDashboard("u", "t", "n") } }),
      /^Dashboard "\.\.\/x" can't be named so/,
    );
    assert.match(told({ dapr: { samplingRate: Number.NaN, components: {} } }), /^dapr\.samplingRate is NaN/);
    const component = { type: "state.redis", metadata: {}, scopes: [], connectsTo: [] };
    assert.match(told({ dapr: { samplingRate: 1, components: { "a/b": component } } }), /^Dapr component "a\/b"/);
    assert.match(
      told({ dapr: { samplingRate: 1, components: { a: { ...component, type: "a b" } } } }),
      /is of type "a b"/,
    );
  });

  it("are refused as secrets in places that everybody reads, without being shown", () => {
    const token = `ghp_${"a1".repeat(18)}`;
    const url = ["postgresql://app", ":hunter2", "@db:5432/app"].join("");
    for (const changes of [
      { config: { TOKEN: token } },
      { config: { URL: url } },
      { command: ["run", url] },
      { args: [`--token=${token}`] },
      { files: { "/etc/app/conf": { text: `x\ntoken: ${token}` } } },
    ]) {
      const message = ofWeb(changes);
      assert.match(message, /^Workload web has (a GitHub token|an address with a password in it) in .*declare it/);
      assert.doesNotMatch(message, /ghp_|hunter2/);
    }
  });

  it("are told without what would steer a terminal", () => {
    assert.equal(
      told({ namespace: "a\n\u001b[31mb" }),
      'Namespace "a\\u{a}\\u{1b}[31mb" can\'t be named so; begin with a lower-case letter, then lower-case letters, digits and dashes, 63 in all.',
    );
  });
});

describe("schedules", () => {
  it("are those that the API server takes", () => {
    for (const schedule of ["0 3 * * *", "*/5 0-6,12 1 jan-mar MON", "@daily", "5/10 * ? * ?"]) {
      assert.ok(isCronSchedule(schedule), schedule);
    }
    const refused = ["", "* * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 7", "*/0 * * * *"];
    const odd = [
      "5-1 * * * *",
      "a * * * *",
      "* * * * * *",
      "@every 1s",
      "TZ=UTC 0 0 * * *",
      "1,,2 * * * *",
      "*  * * *",
    ];
    for (const schedule of [...refused, ...odd, `${"* ".repeat(50_000)}!`, `${"1,".repeat(50_000)} * * * *`]) {
      assert.ok(!isCronSchedule(schedule), schedule.slice(0, 40));
    }
  });

  it("have time zones that everybody knows", () => {
    for (const zone of ["Etc/UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires"])
      assert.ok(isTimeZone(zone), zone);
    for (const zone of ["", "Local", "../UTC", "Mars/Olympus", "europe/berlin", "UTC\n"])
      assert.ok(!isTimeZone(zone), zone);
    assert.match(
      told({ workloads: { web: service(), nightly: job({ timeZone: "Mars/Olympus" }) } }),
      /which nobody knows/,
    );
  });
});
