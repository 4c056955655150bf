import { nearest } from "../../nearest";
import type { Application, Workload } from "../contract";
import { isPreviousValue, previousVersionErrors } from "../previous-values";
import type { SecretBackEnd, SecretVersions } from "../secret-back-end";
import { withStores } from "../stores/expansion";
import { secretsOf, textParts } from "./secret-text";
import { heldInBackEnd, heldInState } from "./state-held";

/** Longest name of a secret that fits into the annotations of Vault's agent injector. */
const longestVaultName = 40;

/** Composed secrets of which one part is in the back end, and another in the stack's state. */
function torn(application: Application, backEnd: SecretBackEnd): readonly string[] {
  const held = heldInState(application, backEnd);
  return Object.entries(application.secrets ?? {}).flatMap(([name, source]) => {
    if (source.from !== "composed" || held.has(name)) return [];
    const inState = secretsOf(textParts(source.template)).filter((part) => held.has(part));
    return inState.length === 0
      ? []
      : [
          `Secret ${name} is composed of ${inState.join(", ")}, which the stack's state holds, and of others that secretBackEnd ${backEnd.kind} holds; compose it of one kind only, or set secretBackEnd to state.`,
        ];
  });
}

/** Secrets that have to be sealed and aren't. */
export function unsealedSecrets(application: Application, backEnd: SecretBackEnd): readonly string[] {
  if (backEnd.kind !== "sealed-secrets") return [];
  return heldInBackEnd(application, backEnd).filter((name) => !Object.hasOwn(backEnd.sealed, name));
}

/** The sentence for a secret that nobody has sealed, with the commands that do. */
export function unsealedSentence(application: Application, name: string): string {
  const source = withStores(application).secrets?.[name];
  const meaning = source?.from === "supplied" ? ` (${source.description})` : "";
  const value = source?.from === "generated" ? `$(openssl rand -${source.encoding} ${String(source.bytes)})` : "$VALUE";
  const seal = `kubeseal --raw --scope namespace-wide --namespace ${application.namespace} --from-file /dev/stdin`;
  return `secretBackEnd.sealed.${name} is missing${meaning}; print its text with printf %s "${value}" | ${seal}, and set it with: pulumi config set --path 'secretBackEnd.sealed.${name}' TEXT.`;
}

/** Sealed texts that nothing takes. */
function sealedInVain(application: Application, sealed: Readonly<Record<string, string>>): readonly string[] {
  const needed = heldInBackEnd(application, { kind: "sealed-secrets", sealed });
  const declared = Object.keys(application.secrets ?? {});
  return Object.keys(sealed)
    .filter((name) => !needed.includes(name))
    .map((name) =>
      declared.includes(name)
        ? `secretBackEnd.sealed.${name} is taken by nothing: ${name} is made from others, or by the program; remove it.`
        : `secretBackEnd.sealed.${name} is taken by nothing: ${application.name} declares no such secret; remove it.`,
    );
}

/** Whether a workload gets secrets of Vault as environment variables. */
function sourcesVariables({ secrets = [], secretsAs }: Workload, held: ReadonlySet<string>): boolean {
  return secretsAs !== "files" && secrets.some((name) => !held.has(name));
}

function vaultErrors(application: Application, backEnd: SecretBackEnd): readonly string[] {
  const held = heldInState(application, backEnd);
  return [
    ...Object.entries(application.workloads)
      .filter(([, workload]) => sourcesVariables(workload, held) && workload.command === undefined)
      .map(
        ([name]) =>
          `Workload ${name} gets secrets as environment variables and leaves its command to the image: with secretBackEnd vault a shell reads them first, and must be told what to run; set command, or secretsAs to "files".`,
      ),
    ...Object.keys(application.secrets ?? {})
      .filter((name) => name.length > longestVaultName)
      .map(
        (name) =>
          `Secret ${name} has a name of ${String(name.length)} characters; with secretBackEnd vault ${String(longestVaultName)} at most.`,
      ),
  ];
}

/** Everything about a back end for secrets that doesn't fit an application, as sentences; what isn't sealed yet is no mistake. */
export function backEndMistakes(
  described: Application,
  backEnd: SecretBackEnd,
  versions: SecretVersions = {},
): readonly string[] {
  const application = withStores(described);
  const sources = application.secrets ?? {};
  const declared = Object.keys(sources).filter((name) => !isPreviousValue(name, sources));
  return [
    ...previousVersionErrors(sources, versions),
    ...torn(application, backEnd),
    ...(backEnd.kind === "sealed-secrets" ? sealedInVain(application, backEnd.sealed) : []),
    ...(backEnd.kind === "vault" ? vaultErrors(application, backEnd) : []),
    ...Object.keys(versions)
      .filter((name) => !declared.includes(name))
      .map((name) => {
        const close = nearest(name, declared);
        const hint = close === undefined ? "" : ` (did you mean ${close}?)`;
        return `secretVersions.${name} is of no secret of ${application.name}${hint}; declared are ${declared.join(", ") || "none"}.`;
      }),
  ];
}

/** Everything that a back end for secrets lacks of what an application needs, as sentences. */
export function backEndErrors(
  application: Application,
  backEnd: SecretBackEnd,
  versions: SecretVersions = {},
): readonly string[] {
  return [
    ...unsealedSecrets(application, backEnd).map((name) => unsealedSentence(application, name)),
    ...backEndMistakes(application, backEnd, versions),
  ];
}
