import assert from "node:assert/strict";
import fc from "fast-check";
import type { Application } from "../../../components/application/contract";
import { application, service } from "../../support/applications";
import { soundApplication } from "../../support/arbitrary-application";
import { soundDeploymentWords, switched } from "../../support/arbitrary-words";
import { deploy } from "../../support/deploy";
import { dig, type Recording } from "../../support/recording";

interface Container {
  readonly name: string;
  readonly env?: readonly { readonly name: string }[];
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
  readonly securityContext: unknown;
  readonly resources: { readonly requests: object; readonly limits: object };
}

interface Pod {
  readonly initContainers?: readonly Container[];
  readonly containers: readonly Container[];
  readonly volumes?: readonly { readonly name: string }[];
}

/** Pods that a program plans, with the volumes that a StatefulSet adds to its own. */
function podsOf(made: Recording): readonly (readonly [name: string, pod: Pod])[] {
  const path = ["spec", "template", "spec"] as const;
  const pods = (kind: string, ...before: readonly string[]) =>
    made.names(kind).map((name) => [name, made.input(kind, name, ...before, ...path) as Pod] as const);
  return [
    ...pods("Deployment"),
    ...pods("CronJob", "spec", "jobTemplate"),
    ...pods("StatefulSet").map(
      ([name, pod]) => [name, { ...pod, volumes: [...(pod.volumes ?? []), { name: "data" }] }] as const,
    ),
  ];
}

const restricted = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
  privileged: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  seccompProfile: { type: "RuntimeDefault" },
};

const unique = (texts: readonly string[], what: string): unknown =>
  assert.equal(new Set(texts).size, texts.length, `${what}: ${texts.join(", ")}`);

describe("pods of any application", function () {
  this.timeout(120_000);

  it("mount what they have, once, with every container restricted and limited", async () => {
    await fc.assert(
      fc.asyncProperty(soundApplication, async (any) => {
        for (const [name, { containers, initContainers = [], volumes = [] }] of podsOf(await deploy(any))) {
          const all = [...initContainers, ...containers];
          unique(
            all.map((container) => container.name),
            name,
          );
          unique(
            volumes.map((volume) => volume.name),
            name,
          );
          const mounted = new Set<string>();
          for (const container of all) {
            const mounts = container.volumeMounts ?? [];
            unique(
              mounts.map(({ mountPath }) => mountPath),
              name,
            );
            unique(
              (container.env ?? []).map((variable) => variable.name),
              name,
            );
            for (const mount of mounts) mounted.add(mount.name);
            assert.deepEqual(container.securityContext, restricted, name);
            for (const amounts of [container.resources.requests, container.resources.limits])
              assert.deepEqual(Object.keys(amounts).sort(), ["cpu", "ephemeral-storage", "memory"], name);
          }
          assert.deepEqual([...mounted].sort(), volumes.map((volume) => volume.name).sort(), name);
        }
      }),
      { numRuns: 25 },
    );
  });
});

describe("a switch of any slots", function () {
  this.timeout(120_000);

  const inputsOf = (made: Recording): ReadonlyMap<string, unknown> =>
    new Map(made.registrations.map(({ type, name, inputs }) => [`${type.split(":").at(-1) ?? ""} ${name}`, inputs]));

  it("touches Services and the numbers of pods, and makes or removes nothing", async () => {
    await fc.assert(
      fc.asyncProperty(soundDeploymentWords, async ({ scale = 2, slots }) => {
        fc.pre(slots !== undefined);
        const web = service({ scale, slots, image: slots.images[slots.active] });
        const released = (workload: typeof web): Application => application({ workloads: { web: workload } });
        const [before, after] = [await deploy(released(web)), await deploy(released(switched(web)))].map(inputsOf);
        assert.ok(before !== undefined && after !== undefined);
        assert.deepEqual([...before.keys()].sort(), [...after.keys()].sort());
        const changed = [...before.keys()].filter(
          (key) => JSON.stringify(before.get(key)) !== JSON.stringify(after.get(key)),
        );
        const numbers = typeof scale === "number" ? "Deployment" : "HorizontalPodAutoscaler";
        const allowed = ["Service web", "Service web-standby", `${numbers} web-blue`, `${numbers} web-green`];
        assert.deepEqual(
          changed.filter((key) => !allowed.includes(key)),
          [],
        );
        for (const name of ["web-blue", "web-green"])
          assert.equal(
            dig(before.get(`Deployment ${name}`), "spec", "replicas") === undefined,
            typeof scale !== "number",
          );
      }),
      { numRuns: 25 },
    );
  });
});
