import assert from "node:assert/strict";
import fc from "fast-check";
import { driftedFields, type ServedObject } from "../../deploy/object-drift";

interface Owner {
  readonly manager: string;
  readonly subresource?: string;
  readonly fieldsV1: object;
}

const time = "2026-11-20T10:00:00.000Z";

function served(kind: string, fields: object, owners: readonly Owner[] = []): ServedObject {
  const managedFields = owners.map((owner) => ({ operation: "Update", time, ...owner }));
  return { kind, metadata: { managedFields }, ...fields };
}

const podSpec = (container: object, rest: object = {}): object => ({
  spec: { ...rest, template: { spec: { containers: [{ name: "main", ...container }] } } },
});

const containerField = (field: object): object => ({
  "f:spec": { "f:template": { "f:spec": { "f:containers": { 'k:{"name":"main"}': field } } } },
});

describe("drift of an object", () => {
  it("names the field that somebody changed, what the stack says, what is there, in whose name and since when", () => {
    const owners = [{ manager: "kubectl-set", fieldsV1: containerField({ "f:image": {} }) }];
    assert.deepEqual(
      driftedFields(
        served("Deployment", podSpec({ image: "a:1" })),
        served("Deployment", podSpec({ image: "a:2" }), owners),
      ),
      [
        {
          path: "spec.template.spec.containers[main].image",
          wanted: "a:1",
          found: "a:2",
          by: "kubectl-set",
          since: time,
        },
      ],
    );
  });

  it("names a field that somebody took away", () => {
    assert.deepEqual(
      driftedFields(served("Service", { spec: { a: 1, b: "x" } }), served("Service", { spec: { a: 1 } })),
      [{ path: "spec.b", wanted: "x", found: "(nothing)" }],
    );
  });

  it("names what a person's tool added, a list's member as a whole", () => {
    const live = podSpec({ env: [{ name: "DEBUG", value: "yes" }] });
    const owners = [
      { manager: "rootstock-rehearsal", fieldsV1: containerField({ ".": {}, "f:name": {} }) },
      {
        manager: "kubectl-edit",
        fieldsV1: containerField({
          "f:env": { ".": {}, 'k:{"name":"DEBUG"}': { ".": {}, "f:name": {}, "f:value": {} } },
        }),
      },
    ];
    assert.deepEqual(driftedFields(served("Deployment", live), served("Deployment", live, owners)), [
      {
        path: "spec.template.spec.containers[main].env",
        wanted: "(nothing)",
        found: '[{"name":"DEBUG","value":"yes"}]',
        by: "kubectl-edit",
        since: time,
      },
    ]);
  });

  for (const [what, owner] of Object.entries({
    "an autoscaler's replicas": {
      manager: "kube-controller-manager",
      subresource: "scale",
      fieldsV1: { "f:spec": { "f:replicas": {} } },
    },
    "what cert-manager writes": { manager: "cert-manager-cainjector", fieldsV1: { "f:spec": { "f:replicas": {} } } },
    "what is written as status": {
      manager: "anybody",
      subresource: "status",
      fieldsV1: { "f:spec": { "f:replicas": {} } },
    },
  }))
    it(`doesn't count ${what}`, () => {
      const wanted = served("Deployment", { spec: { replicas: 1 } });
      assert.deepEqual(driftedFields(wanted, served("Deployment", { spec: { replicas: 4 } }, [owner])), []);
      const byHand = { ...owner, manager: "kubectl", subresource: "scale" };
      assert.deepEqual(
        driftedFields(wanted, served("Deployment", { spec: { replicas: 4 } }, [byHand])).map(({ path }) => path),
        ["spec.replicas"],
      );
    });

  it("doesn't count status, what the API server writes, or how kubectl remembers and restarts", () => {
    const annotations = { "kubectl.kubernetes.io/last-applied-configuration": "{}" };
    const object = (metadata: object, rest: object = {}): ServedObject => ({ kind: "Deployment", metadata, ...rest });
    const live = object({ generation: 3, resourceVersion: "9", annotations }, { status: { replicas: 1 } });
    assert.deepEqual(driftedFields(object({}), live), []);
    const restarted = { "kubectl.kubernetes.io/restartedAt": "now", other: "y" };
    assert.deepEqual(
      driftedFields(object({ annotations: { other: "x" } }), object({ annotations: restarted })).map(
        ({ path }) => path,
      ),
      ["metadata.annotations.other"],
    );
  });

  it("never shows a value of a Secret, and none of a variable that is called like one", () => {
    assert.deepEqual(
      driftedFields(
        served("Secret", { data: { A: "b2xk", GONE: "b2xk" } }),
        served("Secret", { data: { A: "bmV3", NEW: "bmV3" } }),
      ),
      [
        { path: "data.A", wanted: "[secret]", found: "[another secret]" },
        { path: "data.GONE", wanted: "[secret]", found: "(nothing)" },
        { path: "data.NEW", wanted: "(nothing)", found: "[secret]" },
      ],
    );
    const env = (value: string): object => podSpec({ env: [{ name: "DB_PASSWORD", value }] });
    assert.deepEqual(
      driftedFields(served("Deployment", env("one")), served("Deployment", env("two"))).map(({ found }) => found),
      ["[another secret]"],
    );
  });

  it("finds nothing in an object that is as the stack makes it, and shows no text of any Secret", () => {
    const word = fc.stringMatching(/^[a-z]{12,20}$/);
    const data = fc.dictionary(fc.stringMatching(/^[A-Z]{1,3}$/), word);
    fc.assert(
      fc.property(data, data, (one, other) => {
        assert.deepEqual(driftedFields(served("Secret", { data: one }), served("Secret", { data: one })), []);
        const told = JSON.stringify(driftedFields(served("Secret", { data: one }), served("Secret", { data: other })));
        for (const text of [...Object.values(one), ...Object.values(other)]) assert.ok(!told.includes(text), told);
      }),
    );
  });
});
