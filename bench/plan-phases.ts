// Where the time of one plan goes. Arguments: environment, cluster kind, and the number of services for the sample
// application instead of the system of the stack's file. Writes JSON to standard output.
const begun = process.cpuUsage();

/** Seconds of processor time of the steps of a plan. */
export interface Phases {
  /** Node and tsx, before the first line of ours. */
  readonly start: number;
  /** Modules: the SDK, ours and theirs. */
  readonly load: number;
  /** The stack's file and the program, the package of its cloud included. */
  readonly run: number;
  /** The report. */
  readonly report: number;
  /** What `--out` writes, but for the writing. */
  readonly render: number;
}

function since(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

async function describeSample(services: number): Promise<void> {
  const [{ todo }, { sampleApplication }] = await Promise.all([
    import("../stacks/systems/todo"),
    import("./sample-application"),
  ]);
  Object.assign(todo, { describe: () => sampleApplication(services) });
}

async function main(env: string, cluster: string, services: number): Promise<Phases> {
  let mark = process.cpuUsage();
  const lap = (): number => {
    const spent = since(mark);
    mark = process.cpuUsage();
    return spent;
  };
  const [{ plan }, { report }, { planFiles }] = await Promise.all([
    import("../plan/plan"),
    import("../plan/report"),
    import("../plan/manifests"),
  ]);
  await import("../index");
  if (services > 0) await describeSample(services);
  const load = lap();
  const { run, input, pods, pools } = await plan({ env, cluster });
  const ran = lap();
  report({ title: "", run, pods, pools, standIns: input.standIns });
  const reported = lap();
  planFiles(run.registrations, run.outputs);
  return { start: (begun.user + begun.system) / 1e6, load, run: ran, report: reported, render: lap() };
}

const [, , env = "dev", cluster = "doks", services = "0"] = process.argv;
void main(env, cluster, Number(services)).then((phases) => process.stdout.write(JSON.stringify(phases)));
