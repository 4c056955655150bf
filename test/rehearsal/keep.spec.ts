import assert from "node:assert/strict";
import type { Application, ScheduledWorkload } from "../../components/application/contract";
import { listControlPlanes, removeControlPlane } from "../../rehearsal/control-plane/control-plane";
import type { ObjectReference } from "../../rehearsal/objects";
import { withTodo } from "../support/todo-variant";
import { freshName, rehearseOnce } from "./rehearse-once";

function withoutNotification(application: Application): Application {
  const { notification: _gone, ...workloads } = application.workloads;
  const { dapr } = application;
  if (dapr === undefined) return { ...application, workloads };
  const components = Object.fromEntries(
    Object.entries(dapr.components).map(([name, part]) => [
      name,
      { ...part, scopes: part.scopes.filter((scope) => scope !== "notification") },
    ]),
  );
  return { ...application, workloads, dapr: { ...dapr, components } };
}

/** With a job that nobody asks anything. */
function withLonelyJob(application: Application): Application {
  const lonely: ScheduledWorkload = {
    kind: "scheduled",
    schedule: "0 3 * * *",
    image: "registry.invalid/lonely:1",
    resources: {
      cpu: { request: "10m", limit: "20m" },
      memory: { request: "16Mi", limit: "32Mi" },
      disk: { request: "16Mi", limit: "32Mi" },
    },
  };
  return { ...application, workloads: { ...application.workloads, lonely } };
}

describe("a rehearsal that is kept", function () {
  this.timeout(600_000);
  const name = freshName();
  const flags = { env: "dev", keep: true } as const;

  after(() => removeControlPlane(name));

  it("creates everything in the first run", () =>
    withTodo(withLonelyJob, () =>
      rehearseOnce(
        flags,
        ({ stacks: [first] }) => {
          assert.ok(first !== undefined && first.changes.created > 60, String(first?.changes.created));
          assert.equal(first.changes.unchanged, 0);
        },
        name,
      ),
    ));

  it("changes nothing in the second", () =>
    withTodo(withLonelyJob, () =>
      rehearseOnce(
        flags,
        ({ stacks: [second] }) => {
          assert.deepEqual({ ...second?.changes, unchanged: 0 }, { created: 0, changed: 0, unchanged: 0 });
          assert.deepEqual(second?.removed, []);
        },
        name,
      ),
    ));

  it("removes the objects of a workload that the system no longer has", () =>
    withTodo(withoutNotification, () =>
      rehearseOnce(
        flags,
        async ({ stacks: [third] }, { session }) => {
          assert.ok(third?.removed.includes("deployment dev/notification"), third?.removed.join(", "));
          const gone: ObjectReference = {
            apiVersion: "apps/v1",
            kind: "Deployment",
            metadata: { namespace: "dev", name: "notification" },
          };
          assert.equal(await session.cluster.read(gone), undefined);
          const kept = { ...gone, metadata: { ...gone.metadata, name: "backend" } };
          assert.notEqual(await session.cluster.read(kept), undefined);
        },
        name,
      ),
    ));

  it("rolls the pods when a setting changes, because its ConfigMap gets another name", () =>
    withTodo(
      (application) => {
        const { backend } = application.workloads;
        assert.ok(backend !== undefined);
        return withoutNotification({
          ...application,
          workloads: { ...application.workloads, backend: { ...backend, config: { ...backend.config, DEBUG: "no" } } },
        });
      },
      () =>
        rehearseOnce(
          flags,
          ({ stacks: [fourth] }) => {
            assert.equal(fourth?.changes.created, 1);
            assert.equal(fourth.changes.changed, 1);
            assert.equal(fourth.removed.length, 1);
            assert.match(fourth.removed[0] ?? "", /^configmap dev\/backend-config-/);
          },
          name,
        ),
    ));

  it("stays listed as kept", async () => {
    const known = await listControlPlanes();
    assert.equal(known.find((one) => one.name === name)?.standing, "kept");
  });
});
