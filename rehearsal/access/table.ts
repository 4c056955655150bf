import type { Answer } from "./answers-of-systems";
import type { Question } from "./questions";

const groupBy = <Item>(items: readonly Item[], key: (item: Item) => string): ReadonlyMap<string, readonly Item[]> => {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
};

/** Questions in few words: `get, list, watch of configmaps, pods`. */
function inWords(questions: readonly Question[]): string {
  const byResource = groupBy(questions, ({ resource }) => resource);
  const verbsOf = (resource: string): string => (byResource.get(resource) ?? []).map(({ verb }) => verb).join(", ");
  return [...groupBy([...byResource.keys()], verbsOf)]
    .map(([verbs, resources]) => `${verbs} of ${resources.join(", ")}`)
    .join("; ");
}

/** What the API server said, in one cell: to all questions, to some, or to none. */
export function cellOf({ questions, allowed }: Answer["deeds"][number]): string {
  if (allowed.length === 0) return "no";
  return allowed.length === questions.length ? "yes" : `in part: ${inWords(allowed)}`;
}

/** Whether somebody may do anything at all that was asked. */
function mayAnything({ deeds }: Answer): boolean {
  return deeds.some(({ allowed }) => allowed.length > 0);
}

const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

function table(answers: readonly Answer[]): readonly string[] {
  const head = ["may", ...answers.map(({ subject }) => subject.title)];
  const deeds = answers[0]?.deeds ?? [];
  return [
    row(head),
    row(head.map(() => "---")),
    ...deeds.map(({ title }, index) =>
      row([
        title,
        ...answers.map((answer) => {
          const deed = answer.deeds[index];
          return deed === undefined ? "" : cellOf(deed);
        }),
      ]),
    ),
  ];
}

function ofSystem(system: string, answers: readonly Answer[]): readonly string[] {
  const [granted, others] = [answers.filter(mayAnything), answers.filter((answer) => !mayAnything(answer))];
  const nobody = others.map(({ subject }) => subject.title).join(", ");
  return [
    `## ${system}`,
    "",
    ...(granted.length === 0 ? [] : [...table(granted), ""]),
    `May do none of this${granted.length === 0 ? ", anywhere" : ""}: ${nobody}.`,
    "",
  ];
}

const questionCount = ({ deeds }: Answer): number => deeds.reduce((sum, { questions }) => sum + questions.length, 0);

/** The whole page, as `docs/access.md` has it. */
export function accessPage(answers: readonly Answer[]): string {
  const systems = groupBy(answers, ({ system }) => system);
  const count = answers.reduce((sum, answer) => sum + questionCount(answer), 0);
  return [
    "# Who may do what",
    "",
    "Asked of a real API server, in the name of each group and service account (by impersonation), with the roles of each",
    "system in production; dev and staging have the same. `npm run access` asks again and writes this page;",
    "`test/rehearsal/access.spec.ts` fails when it isn't current. What is granted is stated in",
    "`components/application/people-access.ts` and, for service accounts, in a workload's `permissions`.",
    "",
    `${String(count)} questions: of each of ${String(answers.length)} somebodies, everything that the tables list in the system's namespace, and`,
    '"anything elsewhere" in the namespaces of the other systems, in `default`, in `kube-system` and in the whole cluster.',
    "",
    "`restart workloads`, `roll out` and `start jobs` all make pods of one's own choosing in the namespace: whoever may do",
    "one of them can mount the namespace's Secrets into a pod or run it under any of its service accounts, and whoever may",
    "open a shell reads what the pod reads. `read Secrets` is about the API alone. Grant more than `read` only to those who",
    "may know them.",
    "",
    ...[...systems].flatMap(([system, of]) => ofSystem(system, of)),
  ]
    .join("\n")
    .trimEnd()
    .concat("\n");
}
