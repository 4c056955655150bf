import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { UsageError } from "../../components/errors";
import { manifestObjects, storedRelease } from "../../deploy/helm-releases";
import { type DryRunCluster, liveDrift } from "../../deploy/live-drift";
import { latestOf } from "../../rehearsal/applied-objects";
import type { ObjectReference } from "../../rehearsal/objects";

const configMap = (name: string, data: object = {}): ObjectReference & { readonly data: object } => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { namespace: "dev", name },
  data,
});

const quiet = (): void => undefined;

/** A cluster in which an apply leads to what is asked for. */
function clusterOf(
  live: Readonly<Record<string, object>>,
  onApply: (object: ObjectReference) => object = (object) => object,
): DryRunCluster {
  return {
    read: ({ metadata: { name } }) => Promise.resolve(live[name]),
    apply: (object) =>
      new Promise((done) => {
        done({ live: onApply(object) });
      }),
  };
}

describe("live drift", () => {
  it("tells what is missing and what is changed, in the stack's order, and nothing of the rest", async () => {
    const wanted = Array.from({ length: 20 }, (_, index) => configMap(`m${String(index)}`, { a: "1" }));
    const live = Object.fromEntries<object>(wanted.map((object) => [object.metadata.name, object]));
    const { m17: _gone, ...rest } = live;
    const found = await liveDrift(clusterOf({ ...rest, m3: configMap("m3", { a: "2" }) }), wanted, quiet);
    assert.deepEqual(found, [
      { what: "configmap dev/m3", how: "changed", fields: [{ path: "data.a", wanted: "1", found: "2" }] },
      { what: "configmap dev/m17", how: "missing", fields: [] },
    ]);
  });

  it("doesn't count what isn't there a second time: a controller was at work between the two requests", async () => {
    let asked = 0;
    const cluster = clusterOf({ a: configMap("a", { x: "1" }) }, () => {
      asked += 1;
      return configMap("a", { x: asked === 1 ? "2" : "1" });
    });
    assert.deepEqual(await liveDrift(cluster, [configMap("a")], quiet), []);
    assert.equal(asked, 2);
  });

  it("compares what was applied with what is there when the API server wouldn't take it now", async () => {
    const cluster = clusterOf({ a: { ...configMap("a", { x: "2", other: "kept" }), immutable: true } }, () => {
      throw new UsageError("The API server refused configmap dev/a: field is immutable when `immutable` is set");
    });
    assert.deepEqual(await liveDrift(cluster, [configMap("a", { x: "1" })], quiet), [
      { what: "configmap dev/a", how: "changed", fields: [{ path: "data.x", wanted: "1", found: "2" }] },
    ]);
  });

  it("takes an object whose kind is gone as missing, and passes on any other error", async () => {
    const failing = (message: string): DryRunCluster => ({
      ...clusterOf({}),
      read: () => Promise.reject(new UsageError(message)),
    });
    const gone = failing(
      "The API server doesn't answer, so x could not be read: Unrecognized API version and kind: a b",
    );
    assert.deepEqual(await liveDrift(gone, [configMap("a")], quiet), [
      { what: "configmap dev/a", how: "missing", fields: [] },
    ]);
    await assert.rejects(liveDrift(failing("connection refused"), [configMap("a")], quiet), /connection refused/);
  });
});

describe("objects as they were last applied", () => {
  it("are those that the stack still has, the newest form of each", () => {
    const [a1, a2, b, c] = [configMap("a", { v: "1" }), configMap("a", { v: "2" }), configMap("b"), configMap("c")];
    assert.deepEqual(latestOf([a1, b, c], [a2], [a1, c]), [a2, c]);
  });
});

describe("a Helm release as helm keeps it", () => {
  const manifest = [
    "---\n# Source: x\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: one }",
    "---\n",
    "---\napiVersion: v1\nkind: List\nitems: [{ apiVersion: v1, kind: Secret, metadata: { name: two } }]\n",
  ].join("\n");

  it("is read out of its Secret", () => {
    const release = gzipSync(JSON.stringify({ name: "loki", manifest })).toString("base64");
    const labels = { owner: "helm", name: "loki", version: "3", status: "pending-upgrade" };
    const secret = {
      metadata: { namespace: "logs", labels },
      data: { release: Buffer.from(release).toString("base64") },
    };
    const { objects, ...rest } = storedRelease(secret) ?? { objects: [] };
    assert.deepEqual(rest, { namespace: "logs", name: "loki", revision: 3, status: "pending-upgrade" });
    assert.deepEqual(
      objects.map(({ kind, metadata: { name } }) => `${kind} ${name}`),
      ["ConfigMap one", "Secret two"],
    );
    assert.equal(storedRelease({ ...secret, metadata: { labels: {} } }), undefined);
  });

  it("may have no objects", () => {
    assert.deepEqual(manifestObjects(""), []);
    assert.deepEqual(manifestObjects("# nothing\n"), []);
  });
});
