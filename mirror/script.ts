import type { MirrorList } from "./list";

/** A word of the shell that nothing in it can leave. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** What a script is for. */
export interface ScriptInput {
  /** What it copies, for its head, e.g. `stack prod (Pulumi.prod.yaml)`. */
  readonly of: string;
  readonly list: MirrorList;
  /** The mirror's prefix, unless the script is given one. @default it must be given */
  readonly to?: string;
}

/**
 * A POSIX script that fetches the charts into `charts/` beside itself, and copies the images to a mirror with all their
 * platforms and under their own digests.
 */
export function mirrorScript({ of, list, to }: ScriptInput): string {
  const usage = "usage: sh mirror.sh REGISTRY/PREFIX, such as registry.internal/mirror";
  const lines = [
    "#!/bin/sh",
    `# Charts and images of ${of.replaceAll(/[^\x20-\x7e]/g, " ")}, written by npm run mirror.`,
    `# ${usage}`,
    "# Needs helm, and crane or skopeo, logged in to the mirror and to private registries.",
    "set -eu",
    "to=${1:-" + (to ?? "") + "}",
    `if [ -z "$to" ]; then echo ${quoted(usage)} >&2; exit 2; fi`,
    'cd "$(dirname "$0")"',
    "",
    "if command -v crane >/dev/null 2>&1; then",
    '  copy() { crane copy "$1" "$2"; }',
    "elif command -v skopeo >/dev/null 2>&1; then",
    '  copy() { skopeo copy --all --preserve-digests "docker://$1" "docker://$2"; }',
    "else",
    "  echo 'mirror.sh needs crane or skopeo, and found neither on PATH.' >&2; exit 1",
    "fi",
    "",
    "mkdir -p charts",
    ...list.charts.map(({ chart, version, repository }) =>
      [
        "helm pull",
        quoted(chart),
        ...(repository === undefined ? [] : ["--repo", quoted(repository)]),
        "--version",
        quoted(version),
        "--destination charts",
      ].join(" "),
    ),
    "",
    ...list.images.map(({ from, path }) => `copy ${quoted(from)} "$to"/${quoted(path)}`),
    "",
    `echo "${list.charts.length} charts are in $(pwd)/charts, ${list.images.length} images in $to. In the stack's file:"`,
    'echo "  rootstock:platform: { charts: { mirror: $(pwd)/charts }, images: { mirror: $to } }"',
  ];
  return `${lines.join("\n")}\n`;
}
