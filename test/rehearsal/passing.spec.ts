import assert from "node:assert/strict";
import { ApiException } from "@kubernetes/client-node";
import { isPassing, retried } from "../../rehearsal/passing";

const answer = (code: number, headers: Record<string, string> = {}): ApiException<string> =>
  new ApiException(code, "no", "{}", headers);

/** As Node's HTTP client tells of a connection that broke. */
const broken = (code: string): Error =>
  new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) });

describe("errors that pass", () => {
  it("are those of a busy, erring or absent API server", () => {
    for (const code of [429, 500, 502, 503, 504]) assert.ok(isPassing(answer(code)), String(code));
    for (const code of ["ECONNRESET", "ECONNREFUSED", "EPIPE", "UND_ERR_SOCKET"])
      assert.ok(isPassing(broken(code)), code);
  });

  it("are none of those that the same request meets again", () => {
    for (const code of [400, 401, 403, 404, 409, 410, 422]) assert.ok(!isPassing(answer(code)), String(code));
    for (const error of [broken("ENOTFOUND"), broken("CERT_HAS_EXPIRED"), new Error("no"), "no", undefined])
      assert.ok(!isPassing(error), String(error));
  });

  it("are tried again until they have passed", async () => {
    let tries = 0;
    const result = await retried(() => {
      tries += 1;
      return tries < 3 ? Promise.reject(answer(503)) : Promise.resolve("done");
    });
    assert.equal(result, "done");
    assert.equal(tries, 3);
  });

  it("are thrown at once where patience ends before the API server wants to be asked again", async () => {
    let tries = 0;
    const busy = answer(429, { "retry-after": "60" });
    const action = (): Promise<never> => {
      tries += 1;
      return Promise.reject(busy);
    };
    await assert.rejects(retried(action), (error) => error === busy);
    assert.equal(tries, 1);
  });

  it("and errors that don't pass are thrown at once", async () => {
    let tries = 0;
    const action = (): Promise<never> => {
      tries += 1;
      return Promise.reject(answer(403));
    };
    await assert.rejects(retried(action));
    assert.equal(tries, 1);
  });
});
