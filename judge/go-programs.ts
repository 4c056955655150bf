import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cacheDirectory } from "../rehearsal/control-plane/directories";
import { buildModule, builtDirectory } from "../rehearsal/control-plane/go-build";
import { requiredVersion, type ToolModule, toolModule } from "../rehearsal/control-plane/modules";

/** Judges that are Go programs, by their module and their package in it; versions are in `programs/<judge>/go.mod`. */
const goPackages = {
  "kube-score": { module: "github.com/zegl/kube-score", path: "/cmd/kube-score" },
  kubeconform: { module: "github.com/yannh/kubeconform", path: "/cmd/kubeconform" },
  kyverno: { module: "github.com/kyverno/kyverno", path: "/cmd/cli/kubectl-kyverno" },
  actionlint: { module: "github.com/rhysd/actionlint", path: "/cmd/actionlint" },
  gitleaks: { module: "github.com/zricethezav/gitleaks/v8", path: "" },
} as const;

/** One of the judges that are built from Go modules. */
export type GoJudge = keyof typeof goPackages;

/** All of them. */
export const goJudges = Object.keys(goPackages) as readonly GoJudge[];

function directoryOf(name: GoJudge): string {
  return join(__dirname, "programs", name);
}

/** The pinned version of a judge, e.g. `v1.20.0`. */
export function goVersion(name: GoJudge): string {
  return requiredVersion(readFileSync(join(directoryOf(name), "go.mod"), "utf8"), goPackages[name].module);
}

function moduleOf(name: GoJudge): ToolModule {
  const { module, path } = goPackages[name];
  return toolModule(directoryOf(name), { [name]: `${module}${path}` }, () => []);
}

/** The path of a judge's program, built once. @throws UsageError where it can't be built */
export async function goJudge(name: GoJudge): Promise<string> {
  return join(await buildModule(moduleOf(name), cacheDirectory(), () => undefined), name);
}

/** The path of a judge's program if it has been built. */
export function builtGoJudge(name: GoJudge): string | undefined {
  const program = join(builtDirectory(moduleOf(name), cacheDirectory()), name);
  return existsSync(program) ? program : undefined;
}
