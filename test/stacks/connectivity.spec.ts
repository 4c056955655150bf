import assert from "node:assert/strict";
import { wholeApplication } from "../../components/application/smoke";
import { environments } from "../../components/environment";
import { plan } from "../../plan/plan";
import { clear } from "../../plan/wire";
import { parseConfig } from "../../stacks/config/parse";
import { systemNames } from "../../stacks/systems";
import { allowed, declared, factsOf } from "../support/connectivity";
import { Recording } from "../support/recording";

describe("who may talk to whom, in every system", function () {
  this.timeout(60_000);

  for (const system of systemNames) {
    for (const env of environments) {
      it(`${system} in ${env}: exactly what it declares, and DNS, ingress, Prometheus, Dapr, Vault and traces where they are used`, async () => {
        const { input, run } = await plan({ system, env });
        const made = new Recording(run.registrations, run.warnings, clear(run.outputs) as Record<string, unknown>);
        const config = await parseConfig(input.raw);
        const application = wholeApplication(config.application);
        const facts = factsOf(made);
        const matrix = allowed(made, application, facts);
        assert.ok(matrix.length > Object.keys(application.workloads).length, matrix.join("\n"));
        assert.deepEqual(matrix, declared(application, facts, config.secretBackEnd));
      });
    }
  }
});
