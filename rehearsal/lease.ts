import { hostname } from "node:os";
import { ApiException, CoordinationV1Api, KubeConfig, type V1Lease, V1MicroTime } from "@kubernetes/client-node";
import { UsageError } from "../components/errors";
import { isAlive, startTimeOf } from "./control-plane/processes";
import { type Repetition, repeat } from "./control-plane/repeat";
import { unanswered } from "./objects";
import { retried } from "./passing";
import { keepingNamespace, keptName } from "./stack-secret";

/** Seconds without a sign of life after which a holder counts as gone. */
const leaseSeconds = 60;

/** Milliseconds between signs of life. */
const renewal = 10_000;

/** The right to rehearse a stack on a cluster. */
export interface HeldLease {
  /** Gives it back. */
  release(): Promise<void>;
}

/** Host, process and when that started: a later process may get the same number. */
async function ownIdentity(): Promise<string> {
  return `${hostname()}_${String(process.pid)}_${await startTimeOf(process.pid)}`;
}

/** Whether whoever holds it has ended, or has given no sign of life for too long. */
async function isGone({ spec }: V1Lease): Promise<boolean> {
  const holder = spec?.holderIdentity ?? "";
  if (holder === "") return true;
  const seen = spec?.renewTime === undefined ? 0 : new Date(spec.renewTime).getTime();
  if (Date.now() - seen > (spec?.leaseDurationSeconds ?? leaseSeconds) * 1000) return true;
  const [host = "", pid = "", startTime = ""] = holder.split("_");
  return host === hostname() && !(await isAlive({ pid: Number(pid), startTime }));
}

function refusal(stack: string, { spec }: V1Lease): UsageError {
  const [host = "", pid = ""] = (spec?.holderIdentity ?? "").split("_");
  return new UsageError(
    `Stack ${stack} is being rehearsed on this cluster by process ${pid} on ${host}; run the same command again when ` +
      `that has ended. (If it was killed: ${String(leaseSeconds)} seconds after.)`,
  );
}

/**
 * Takes the right to rehearse a stack on a cluster: of two at once, each would remove what the other makes. It is a
 * Lease in `kube-system`, renewed until it is released; one whose holder died is taken over.
 *
 * @throws UsageError while somebody else has it
 */
export async function takeLease(kubeconfig: string, stack: string): Promise<HeldLease> {
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  const api = config.makeApiClient(CoordinationV1Api);
  const name = keptName("rehearsal", stack);
  const namespace = keepingNamespace;
  const holderIdentity = await ownIdentity();
  const lease = (rest: object = {}): V1Lease => ({
    metadata: { name, namespace, ...rest },
    spec: { holderIdentity, leaseDurationSeconds: leaseSeconds, renewTime: new V1MicroTime() },
  });
  const read = (): Promise<V1Lease> => api.readNamespacedLease({ name, namespace });
  const isCode = (error: unknown, code: number): boolean => error instanceof ApiException && error.code === code;

  /** Whether it is ours now; false where another was faster. */
  const tryTake = async (): Promise<boolean> => {
    try {
      const there = await read().catch((error: unknown) => {
        if (isCode(error, 404)) return undefined;
        throw error;
      });
      if (there === undefined) await api.createNamespacedLease({ namespace, body: lease() });
      else if (there.spec?.holderIdentity !== holderIdentity && !(await isGone(there))) throw refusal(stack, there);
      else {
        // Of two who take over, the API server lets only the first: the version says which one was read.
        const { resourceVersion } = there.metadata ?? {};
        await api.replaceNamespacedLease({ name, namespace, body: lease({ resourceVersion }) });
      }
      return true;
    } catch (error) {
      if (isCode(error, 409)) return false;
      throw error;
    }
  };
  try {
    while (!(await retried(tryTake)));
  } catch (error) {
    throw unanswered(`the lease ${namespace}/${name} could not be applied`, error);
  }
  const renewing: Repetition = repeat(renewal, async () => {
    await tryTake();
  });
  return {
    release: async () => {
      await renewing.stop();
      await api.deleteNamespacedLease({ name, namespace }).catch(() => undefined);
    },
  };
}
