import assert from "node:assert/strict";
import type { RedisStore } from "../../../../components/application/stores/contract";
import { application, smallResources } from "../../../support/applications";
import { deploy } from "../../../support/deploy";

const redis: RedisStore = { kind: "redis", place: "cluster", image: "redis:7", size: "2Gi" };

describe("a Redis in the cluster", () => {
  it("asks for a generated password that stands in a file alone", async () => {
    const made = await deploy(application({ stores: { redis } }));
    const container = made.input("StatefulSet", "redis", "spec", "template", "spec", "containers", 0) as Record<
      string,
      unknown
    >;
    assert.deepEqual(container["command"], ["redis-server", "/etc/redis/redis.conf", "--maxmemory", "192mb"]);
    assert.equal(container["envFrom"], undefined);
    assert.deepEqual(container["volumeMounts"], [
      { name: "writable-0", mountPath: "/tmp" },
      { name: "secret-files", mountPath: "/etc/redis/redis.conf", subPath: "etc-redis-redis.conf", readOnly: true },
      { name: "data", mountPath: "/data" },
    ]);
    const conf = made.input("Secret", "redis-secret-files", "stringData", "etc-redis-redis.conf") as string;
    assert.match(conf, /^requirepass [0-9a-f]{64}\nappendonly yes\ndir \/data\nmaxmemory-policy noeviction\n$/);
    assert.equal(
      made.input("StatefulSet", "redis", "spec", "volumeClaimTemplates", 0, "spec", "resources", "requests", "storage"),
      "2Gi",
    );
    const { limits } = container["resources"] as { limits: Record<string, string> };
    assert.equal(limits["memory"], "256Mi");
    assert.equal(made.input("RandomBytes", "redis-password", "length"), 32);
  });

  it("takes the resources that it is given", async () => {
    const made = await deploy(application({ stores: { redis: { ...redis, resources: smallResources } } }));
    const { requests } = made.input(
      "StatefulSet",
      "redis",
      "spec",
      "template",
      "spec",
      "containers",
      0,
      "resources",
    ) as {
      requests: Record<string, string>;
    };
    assert.deepEqual([requests["cpu"], requests["memory"]], ["100m", "128Mi"]);
  });
});
