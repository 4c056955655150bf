import { type Plan, plan } from "../../plan/plan";
import { type SystemName, systemNames } from "../../stacks/systems";
import { startControlPlane } from "../control-plane/control-plane";
import { ClusterObjects } from "../objects";
import { Authority } from "./answers";
import { type Deed, deedsElsewhere, deedsIn, type Question } from "./questions";
import { accessOf, anonymous, type Subject, type SystemAccess, stranger } from "./subjects";

/** What the API server says that somebody may do, deed by deed. */
export interface Answer {
  readonly system: SystemName;
  readonly namespace: string;
  readonly subject: Subject;
  readonly deeds: readonly (Deed & { readonly allowed: readonly Question[] })[];
}

/** The plans of all systems in one environment, one after the other: Pulumi's runtime is global to the process. */
export async function plansOf(env: string): Promise<ReadonlyMap<SystemName, Plan>> {
  const plans = new Map<SystemName, Plan>();
  for (const system of systemNames) plans.set(system, await plan({ system, env }));
  return plans;
}

/** Whom a plan knows, in the namespace of its application. */
export function systemAccess({ run }: Plan): SystemAccess {
  return accessOf(run.registrations, String(run.outputs["namespace"]));
}

/** A control plane's API server, with what the systems grant, and nothing else. */
export interface AccessRehearsal {
  readonly authority: Authority;
  readonly cluster: ClusterObjects;
  readonly kubeconfig: string;
  /** Asks everything of everybody. */
  readonly answers: readonly Answer[];
}

const clusters: readonly string[] = ["default", "kube-system"];

/** Puts accounts, roles and bindings of the systems on one real API server, asks it, and removes it. */
export async function rehearseAccess<Result>(
  name: string,
  systems: ReadonlyMap<SystemName, SystemAccess>,
  look: (rehearsal: AccessRehearsal) => Promise<Result>,
): Promise<Result> {
  const spec = { name, pools: [], storageClasses: [], loadBalancer: { kind: "none" }, metricsServer: false } as const;
  const controlPlane = await startControlPlane(spec, () => undefined);
  const authority = new Authority(controlPlane.kubeconfig);
  try {
    const cluster = new ClusterObjects(controlPlane.kubeconfig);
    for (const { objects } of systems.values()) for (const object of objects) await cluster.apply(object);
    const namespaces = [...systems.values()].map(({ namespace }) => namespace);
    const answers: Answer[] = [];
    for (const [system, { namespace, subjects }] of systems) {
      const elsewhere = [...clusters, ...namespaces].filter((other) => other !== namespace);
      for (const subject of [...subjects, stranger, anonymous]) {
        const deeds: Answer["deeds"][number][] = [];
        for (const deed of [...deedsIn(namespace), deedsElsewhere(elsewhere)])
          deeds.push({ ...deed, allowed: await authority.allowed(subject, deed.questions) });
        answers.push({ system, namespace, subject, deeds });
      }
    }
    return await look({ authority, cluster, kubeconfig: controlPlane.kubeconfig, answers });
  } finally {
    authority.end();
    await controlPlane.stop();
  }
}
