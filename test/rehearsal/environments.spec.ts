import assert from "node:assert/strict";
import { parse } from "yaml";
import { environments } from "../../components/environment";
import { planFiles } from "../../plan/manifests";
import { type ObjectReference, showReference } from "../../rehearsal/objects";
import { rehearsalReport, succeeded } from "../../rehearsal/report";
import { rehearsalDocument } from "../../rehearsal/report-document";
import { rehearseOnce } from "./rehearse-once";

const hosts = { dev: "dev.todo.example.com", staging: "staging.todo.example.com", prod: "todo.example.com" } as const;

/** What is as good as nothing, so that the API server leaves it out. */
const isEmpty = (value: unknown): boolean => !value || (typeof value === "object" && Object.keys(value).length === 0);

/** Fields of an object that the API server's answer doesn't have. */
function lostFields(wanted: unknown, live: unknown, path: string): readonly string[] {
  if (isEmpty(wanted)) return [];
  if (live === undefined || live === null) return [path];
  if (typeof wanted !== "object" || wanted === null) return [];
  const served = live as Readonly<Record<string, unknown>>;
  return Object.entries(wanted).flatMap(([key, value]) => lostFields(value, served[key], `${path}.${key}`));
}

describe("rehearsal of Todo on a real control plane", function () {
  this.timeout(600_000);

  for (const env of environments) {
    it(`brings ${env} up, with every workload ready, and the API server accepts every file of its plan`, () =>
      rehearseOnce({ env }, async (result, rehearsal) => {
        assert.deepEqual(result.workloads.notReady, []);
        assert.ok(succeeded(result));
        const own = result.stacks.at(-1);
        assert.equal(own?.input.stack, env);
        assert.deepEqual(own.run.outputs["urls"], {
          backend: `https://${hosts[env]}/api`,
          mcp: `https://${hosts[env]}/mcp`,
          frontend: `https://${hosts[env]}/`,
          "sse-gateway": `https://${hosts[env]}/sse`,
        });
        const { kind, value } = own.run.outputs["loadBalancer"] as { readonly kind: string; readonly value: string };
        assert.equal(kind, "ip");
        assert.match(value, /^203\.0\.113\.\d+$/);
        assert.match(rehearsalReport(result), /All \d+ workloads are ready\./);
        const document = JSON.stringify(rehearsalDocument(result));
        assert.match(document, /^\{"succeeded":true,.*"workloads":\{"count":\d\d,"notReady":\[\]\}/);
        assert.match(document, /"kubeconfig":"\[secret\]"/);

        const objects = rehearsal.plans
          .flatMap(({ run }) => planFiles(run.registrations, run.outputs))
          .filter(({ path }) => path.endsWith(".yaml") && !path.startsWith("_charts/"))
          .map(({ text }) => parse(text) as ObjectReference);
        assert.ok(objects.length > 50, String(objects.length));
        const lost: string[] = [];
        for (const object of objects) {
          const { live } = await rehearsal.session.cluster.apply(object, { dryRun: true });
          // A Secret's texts come back encoded, under another name.
          if (object.kind !== "Secret") lost.push(...lostFields(object, live, showReference(object)));
        }
        assert.deepEqual(lost, []);
      }));
  }
});
