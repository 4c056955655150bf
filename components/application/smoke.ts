import type { Application, DeploymentWorkload, ScheduledWorkload, SmokeChecks, Workload } from "./contract";
import { otherSlot, standbyName } from "./slots";
import { withStores } from "./stores/expansion";
import { wholeNumberErrors } from "./whole-number";

/** Name of the CronJob that asks the slot of a workload that stands by. */
export function smokeName(workload: string): string {
  return `${workload}-smoke`;
}

/** Seconds until an answer counts as missing, and that all checks of a slot may take. */
const patience = { answer: 10, all: 120 };

// Each is given an address and the status to expect, again and again, and says which answer was another one.
const programs: Readonly<Record<SmokeChecks["askedBy"], readonly string[]>> = {
  node: [
    "node",
    "-e",
    `const words = process.argv.slice(1);
(async () => {
  for (let at = 0; at < words.length; at += 2) {
    const [address, expected] = words.slice(at, at + 2);
    const signal = AbortSignal.timeout(${String(patience.answer)}000);
    const found = await fetch(address, { redirect: "manual", signal }).then(({ status }) => status, (error) => error.cause?.code ?? error.name);
    console.log(address + " answered " + found + ", expected " + expected);
    if (String(found) !== expected) process.exit(1);
  }
})();`,
  ],
  python: [
    "python",
    "-c",
    `import sys
import urllib.error
import urllib.request
class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), Stay)
words = sys.argv[1:]
for address, expected in zip(words[::2], words[1::2]):
    try:
        found = opener.open(address, timeout=${String(patience.answer)}).status
    except urllib.error.HTTPError as error:
        found = error.code
    except OSError as error:
        found = error
    print(f"{address} answered {found}, expected {expected}", flush=True)
    if str(found) != expected:
        sys.exit(1)`,
  ],
  wget: [
    "sh",
    "-c",
    `while [ $# -gt 1 ]; do
  found=$(wget -S -T ${String(patience.answer)} -O /dev/null "$1" 2>&1 | awk '$1 ~ /^HTTP\\// { status = $2 } END { print status }')
  echo "$1 answered \${found:-nothing}, expected $2"
  [ "$found" = "$2" ] || exit 1
  shift 2
done`,
    "smoke",
  ],
};

/** The job that asks the slot of a workload that stands by; it runs only when a release starts it. */
function smokeWorkload(name: string, workload: DeploymentWorkload, smoke: SmokeChecks): ScheduledWorkload {
  const { image, port, slots, user } = workload;
  const asked = smoke.requests.flatMap(({ path, status = 200 }) => [
    `http://${standbyName(name)}:${String(port)}${path}`,
    String(status),
  ]);
  return {
    kind: "scheduled",
    schedule: "on demand",
    // One that no switch changes; a release puts smokeImage in its place.
    image: smoke.image ?? slots?.images.blue ?? image,
    command: [...programs[smoke.askedBy], ...asked],
    resources: {
      cpu: { request: "10m", limit: "200m" },
      memory: { request: "32Mi", limit: "128Mi" },
      disk: { request: "16Mi", limit: "64Mi" },
    },
    connectsTo: [name],
    deadlineSeconds: patience.all,
    ...(user === undefined ? {} : { user }),
    history: { succeeded: 1, failed: 1 },
  };
}

function smokeOf(workload: Workload): SmokeChecks | undefined {
  return workload.kind === "deployment" ? workload.slots?.smoke : undefined;
}

/** The image by which the slot of a workload that stands by is asked; undefined where it isn't asked. */
export function smokeImage(workload: Workload | undefined): string | undefined {
  const slots = workload?.kind === "deployment" ? workload.slots : undefined;
  return slots?.smoke === undefined ? undefined : (slots.smoke.image ?? slots.images[otherSlot(slots.active)]);
}

/** An application with all that its stores and slots add to it; one that is complete already stays as it is. */
export function wholeApplication(described: Application): Application {
  const application = withStores(described);
  const own = Object.entries(application.workloads).flatMap(([name, workload]) => {
    const smoke = smokeOf(workload);
    return smoke === undefined || workload.kind !== "deployment"
      ? []
      : [[smokeName(name), smokeWorkload(name, workload, smoke)] as const];
  });
  return own.length === 0
    ? application
    : { ...application, workloads: { ...application.workloads, ...Object.fromEntries(own) } };
}

/** What is wrong with the smoke checks of a workload's slots, as sentences. */
export function smokeErrors(name: string, workload: Workload): readonly string[] {
  const smoke = smokeOf(workload);
  if (smoke === undefined) return [];
  return [
    ...(smoke.requests.length === 0
      ? [
          `Workload ${name} has slots.smoke without requests; name a path, such as { path: "/health" }, or leave it out.`,
        ]
      : []),
    ...(workload.kind === "deployment" && workload.slots?.standby === 0
      ? [`Workload ${name} has slots.smoke and slots.standby 0, so that nobody would answer; let a pod stand by.`]
      : []),
    ...smoke.requests
      .filter(({ path }) => !/^\/[^\s\p{Cc}]*$/u.test(path))
      .map(
        ({ path }) =>
          `Workload ${name} has slots.smoke with the path "${path}"; write it from the root, such as /health.`,
      ),
    ...smoke.requests.flatMap(({ status = 200 }) => wholeNumberErrors(name, "slots.smoke.status", status, 100, 599)),
  ];
}
