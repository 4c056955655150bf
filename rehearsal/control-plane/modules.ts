import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";

/** The programs that a rehearsal needs. */
export const toolNames = [
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kubectl",
  "etcd",
  "kwok",
  "kwokctl",
  "helm",
  "metrics-server",
] as const;

/** One of the {@link toolNames}. */
export type ToolName = (typeof toolNames)[number];

/** A Go module whose `tool` lines name programs of ours, and how they are built. */
export interface ToolModule {
  readonly name: string;
  /** Where its `go.mod` is. */
  readonly directory: string;
  /** Program by Go package. */
  readonly packages: Readonly<Record<string, string>>;
  readonly linkerFlags: readonly string[];
  readonly buildTags: readonly string[];
  /** Changes with anything that the programs are built from: names the folder in the cache. */
  readonly key: string;
}

/** The version that a `go.mod` requires of a module, e.g. `v1.36.3`. */
export function requiredVersion(goMod: string, module: string): string {
  const line = goMod.split("\n").find((text) =>
    text
      .trim()
      .replace(/^require\s+/, "")
      .startsWith(`${module} v`),
  );
  const version = line?.match(/\sv\S+/)?.[0].trim();
  if (version === undefined) throw new Error(`go.mod doesn't require ${module}`);
  return version;
}

/** `major.minor` of a version such as `v1.36.3` or `1.36`. */
export function minorOf(version: string): string | undefined {
  return version.match(/(\d+\.\d+)/)?.[1];
}

function kubernetesFlags(version: string): string[] {
  const [major = "", minor = ""] = minorOf(version)?.split(".") ?? [];
  const packages = ["k8s.io/component-base/version", "k8s.io/client-go/pkg/version"];
  return [
    // Without these the server calls itself v0.0.0, and charts refuse it for their kubeVersion.
    ...packages.flatMap((name) => [
      `-X ${name}.gitVersion=${version}`,
      `-X ${name}.gitMajor=${major}`,
      `-X ${name}.gitMinor=${minor}`,
    ]),
    `-X helm.sh/helm/v3/pkg/chartutil.k8sVersionMajor=${major}`,
    `-X helm.sh/helm/v3/pkg/chartutil.k8sVersionMinor=${minor}`,
  ];
}

/**
 * A module that consists of a `go.mod` with `tool` lines.
 *
 * @param packages program by Go package
 * @param flags of the linker, by the text of `go.mod`
 */
export function toolModule(
  directory: string,
  packages: ToolModule["packages"],
  flags: (goMod: string) => readonly string[],
  buildTags: readonly string[] = [],
): ToolModule {
  const goMod = readFileSync(path.join(directory, "go.mod"), "utf8");
  const linkerFlags = ["-s", "-w", ...flags(goMod)];
  const key = createHash("sha256")
    .update(goMod)
    .update(readFileSync(path.join(directory, "go.sum")))
    .update(
      JSON.stringify({
        linkerFlags,
        packages,
        ...(buildTags.length === 0 ? {} : { buildTags }),
        platform: process.platform,
        cpu: process.arch,
      }),
    )
    .digest("hex")
    .slice(0, 16);
  return { name: path.basename(directory), directory, packages, linkerFlags, buildTags, key };
}

/** All that a rehearsal runs. In one module they share what they are compiled from, which is most of the time. */
export function controlPlaneModule(): ToolModule {
  return toolModule(
    __dirname,
    {
      etcd: "go.etcd.io/etcd/server/v3",
      kwok: "sigs.k8s.io/kwok/cmd/kwok",
      kwokctl: "sigs.k8s.io/kwok/cmd/kwokctl",
      kubectl: "k8s.io/kubernetes/cmd/kubectl",
      "kube-apiserver": "k8s.io/kubernetes/cmd/kube-apiserver",
      "kube-controller-manager": "k8s.io/kubernetes/cmd/kube-controller-manager",
      "kube-scheduler": "k8s.io/kubernetes/cmd/kube-scheduler",
      helm: "helm.sh/helm/v3/cmd/helm",
      "metrics-server": "sigs.k8s.io/metrics-server/cmd/metrics-server",
    },
    (goMod) => [
      ...kubernetesFlags(requiredVersion(goMod, "k8s.io/kubernetes")),
      `-X sigs.k8s.io/kwok/pkg/consts.Version=${requiredVersion(goMod, "sigs.k8s.io/kwok")}`,
      `-X helm.sh/helm/v3/internal/version.version=${requiredVersion(goMod, "helm.sh/helm/v3")}`,
    ],
  );
}

/** The Kubernetes version that we build, e.g. `v1.36.3`. */
export function builtKubernetesVersion(): string {
  return requiredVersion(readFileSync(path.join(__dirname, "go.mod"), "utf8"), "k8s.io/kubernetes");
}
