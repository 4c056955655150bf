import fc from "fast-check";
import { applicationErrors } from "../components/application/checks";
import type { Application } from "../components/application/contract";
import { type Environment, environments } from "../components/environment";
import { imageReference } from "../components/image-reference";
import { refuse } from "../stacks/config/parse";
import { loadSystem, type SystemName, systemNames } from "../stacks/systems";
import { anyApplication, soundApplication } from "../test/support/arbitrary-application";
import { type Changed, changed, type Freedom, hostileChanges } from "./changes";

/** An application as plain data; what is in a dashboard is Grafana's alone. */
function plain({ dashboards = {}, ...application }: Application): Application {
  const titled = Object.fromEntries(Object.keys(dashboards).map((name) => [name, { title: name }]));
  return JSON.parse(JSON.stringify({ ...application, dashboards: titled })) as Application;
}

async function described(system: SystemName, environment: Environment): Promise<Application> {
  const { clusters, describe } = await loadSystem(system);
  const image = (repository: string, workload: string): string => imageReference(repository, `v1-${workload}`);
  const application = describe({
    ...{ environment, domain: "example.com", issuer: "production", clusterKind: clusters(environment).usual, image },
    mirrored: (reference) => reference,
    place: (_, usual) => usual,
    slots: (repository, workload, standby) => ({
      ...{ active: "blue", standby },
      images: { blue: image(repository, `${workload}-blue`), green: image(repository, `${workload}-green`) },
    }),
  });
  return plain(application);
}

/** The applications of all systems in all environments. */
async function systems(): Promise<readonly Application[]> {
  return Promise.all(systemNames.flatMap((name) => environments.map((environment) => described(name, environment))));
}

/** Maps whose keys are names that people give. */
const namedMaps =
  /^(workloads|stores|secrets|dashboards|access|workloads\.[^.]*\.(config|podFields|files|before)|routes\.\d+\.headers|dapr\.components(\.[^.]*\.metadata)?)$/;

/** Words of which the compiler takes only a few. */
const chosen = /(^|\.)(kind|tls|from|encoding|place|class|may|secretsAs|severity|active|askedBy|tcp|podFields\.[^.]*)$/;

/** What somebody may write who describes a system, as far as the compiler can tell. */
const typed: Freedom = {
  named: (path) => namedMaps.test(path.join(".")),
  free: (path) => !chosen.test(path.join(".")),
};

/** An application, and what was changed of which one: all that a counterexample shows. */
export interface SystemCase {
  readonly application: Application;
}

function caseOf(origin: string, { changes, value }: Changed<Application>): SystemCase {
  const told = [origin, ...changes].join(", ");
  return Object.assign({ application: value }, { [fc.toStringMethod]: () => told });
}

/** Applications of every system and sound ones with hostile changes that the compiler lets through, and any at all. */
export async function applications(): Promise<fc.Arbitrary<SystemCase>> {
  const real = await systems();
  const changedOnes = (base: fc.Arbitrary<Application>): fc.Arbitrary<SystemCase> =>
    fc
      .tuple(base, hostileChanges)
      .map(([application, changes]) => caseOf(application.namespace, changed(application, changes, typed)));
  return fc.oneof(
    { weight: 6, arbitrary: changedOnes(fc.constantFrom(...real)) },
    { weight: 3, arbitrary: changedOnes(soundApplication) },
    { weight: 1, arbitrary: anyApplication.map((application) => ({ application })) },
  );
}

/** @throws UsageError for an application that is refused, as a stack with that system is. */
export function takeApplication({ application }: SystemCase): void {
  const errors = applicationErrors(application);
  if (errors.length > 0) throw refuse("stacks/systems/fuzz.ts", errors);
}
