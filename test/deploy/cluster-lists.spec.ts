import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { stringify } from "yaml";
import { listCluster } from "../../deploy/cluster-lists";

/** A kubeconfig for a server without credentials. */
function kubeconfigOf(server: Server): string {
  const { port } = server.address() as AddressInfo;
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "here",
    clusters: [
      { name: "here", cluster: { server: `http://127.0.0.1:${String(port)}`, "insecure-skip-tls-verify": true } },
    ],
    contexts: [{ name: "here", context: { cluster: "here", user: "me" } }],
    users: [{ name: "me", user: {} }],
  });
}

describe("lists of a cluster", () => {
  let server: Server;
  const asked: string[] = [];
  before(async () => {
    server = createServer(({ url = "" }, response) => {
      asked.push(url);
      const again = asked.filter((one) => one === url).length > 1;
      const status = url === "/busy" && !again ? 429 : url === "/forbidden" ? 403 : url === "/unknown" ? 404 : 200;
      response.writeHead(status).end(JSON.stringify({ items: [{ metadata: { name: url } }] }));
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  });
  after(() => server.close());

  it("are asked for again while the API server is busy, and say what nobody may see", async () => {
    const paths = { busy: "/busy", forbidden: "/forbidden", unknown: "/unknown" };
    const { lists, unseen } = await listCluster(kubeconfigOf(server), paths);
    assert.deepEqual(lists, { busy: [{ metadata: { name: "/busy" } }], forbidden: [], unknown: [] });
    assert.deepEqual(unseen, ["/forbidden: the kubeconfig's user may not list them."]);
    assert.equal(asked.filter((path) => path === "/busy").length, 2);
  });
});
