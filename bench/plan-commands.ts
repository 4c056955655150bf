import { clusterKinds } from "../components/cluster/contract";
import { environments } from "../components/environment";
import { markdownTable } from "./markdown";
import { type Cost, execute, median, run } from "./measure";
import type { Phases } from "./plan-phases";

const phases = ["start", "load", "run", "report", "render"] as const satisfies readonly (keyof Phases)[];

function times<T>(count: number, once: () => T): readonly T[] {
  return Array.from({ length: count }, once);
}

/** `wall (CPU)` of a plan. */
function cell(costs: readonly Cost[]): string {
  const middle = (figure: "wall" | "cpu"): string => median(costs.map((cost) => cost[figure])).toFixed(1);
  return `${middle("wall")} s (${middle("cpu")})`;
}

function phaseRow(title: string, args: readonly string[], runs: number): readonly string[] {
  const measured = times(runs, () => JSON.parse(execute(["bench/plan-phases.ts", ...args]).output) as Phases);
  return [title, ...phases.map((phase) => `${median(measured.map((one) => one[phase])).toFixed(2)} s`)];
}

/** The section of the results on `npm run plan`. */
export function planCommandsSection(runs: number): readonly string[] {
  const rows = environments.map((env) => [
    env,
    ...clusterKinds.map((kind) => cell(times(runs, () => run(["plan/index.ts", "--env", env, "--cluster", kind])))),
  ]);
  return [
    `\`npm run plan\` of the Todo system, from start to end, and its processor time in brackets; median of ${String(runs)}. Goal:`,
    "under 5 s each on 2 idle cores.",
    "",
    ...markdownTable(["environment", ...clusterKinds], rows),
    "",
    "Where the processor time goes; `run` includes the package of the cloud, `render` is what `--out` adds:",
    "",
    ...markdownTable(
      ["plan", ...phases],
      [
        ...clusterKinds.map((kind) => phaseRow(`todo, prod on ${kind}`, ["prod", kind], runs)),
        ...[5, 50, 500].map((services) =>
          phaseRow(`sample of ${String(services)} services`, ["prod", "kubeconfig", String(services)], runs),
        ),
      ],
    ),
  ];
}
