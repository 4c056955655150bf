import type { SecretVersions } from "../components/application/secret-back-end";
import { UsageError } from "../components/errors";
import type { DeploymentRecord } from "./contract";
import { type StackSecret, type StackWithSecrets, stackSecrets, unchangeable } from "./stack-secrets";

/** What a rotation is asked for. */
export interface RotationRequest {
  /** Secrets by name. */
  readonly names: readonly string[];
  /** Those whose day has come. @default false */
  readonly due?: boolean;
  /** Values that people keep have been changed by them. @default false */
  readonly changed?: boolean;
  /** The value before isn't accepted any more, not even meanwhile: it has leaked. @default false */
  readonly atOnce?: boolean;
  /** End rotations: values before are accepted no longer. @default false */
  readonly finish?: boolean;
  /** Write down this day for secrets that have none, and change nothing. */
  readonly record?: string;
}

/** How a rotation changes a secret. */
export interface SecretRotation {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** The value before is accepted as well, from now on. */
  readonly previous: boolean;
}

/** What a rotation does. */
export interface Rotation {
  readonly rotations: readonly SecretRotation[];
  /** Secrets that a person has to change first. */
  readonly byHand: readonly StackSecret[];
  /** What the stack's file says of the changed secrets from now on. */
  readonly versions: SecretVersions;
}

/** In which version a secret was deployed, as records tell: `rotate NAME to version 2`. */
function recorded(name: string, version: number): RegExp {
  return new RegExp(`\\b${name} to version ${String(version)}(?![0-9])`);
}

/** The line by which a deployment says what it rotates. */
export function rotationMessage(rotations: readonly SecretRotation[]): string {
  return rotations
    .map(({ from, name, to }) => (from === to ? `finish ${name}` : `rotate ${name} to version ${String(to)}`))
    .join(", ");
}

/**
 * Secrets whose rotation stands in the file, of today, and in no deployment that succeeded: an earlier run of the same
 * command was interrupted or failed, and must not make another value.
 */
export function unfinishedRotations(
  secrets: readonly StackSecret[],
  history: readonly DeploymentRecord[],
  today: string,
): readonly StackSecret[] {
  const done = history.filter(({ command, result }) => command === "rotate" && result === "succeeded");
  return secrets.filter(
    ({ name, rotated, version }) =>
      version > 1 && rotated === today && !done.some(({ message }) => recorded(name, version).test(message)),
  );
}

function chosen(
  request: RotationRequest,
  config: StackWithSecrets,
  secrets: readonly StackSecret[],
): readonly StackSecret[] {
  const { due = false, finish = false, names } = request;
  for (const name of names)
    if (!secrets.some((secret) => secret.name === name)) throw unchangeable(name, config, secrets);
  if (names.length > 0) {
    const settled = finish ? names.filter((name) => secrets.some((one) => one.name === name && !one.previous)) : [];
    if (settled.length > 0)
      throw new UsageError(
        `There is nothing to finish: of ${settled.join(", ")} the present value alone is accepted already.`,
      );
    return secrets.filter(({ name }) => names.includes(name));
  }
  if (finish) return secrets.filter(({ previous }) => previous);
  if (due) return secrets.filter(({ age }) => age.standing === "due");
  throw new UsageError(
    `Name what to rotate, such as rootstock rotate ${secrets[0]?.name ?? "NAME"}, or use --due for all whose day has come.`,
  );
}

/**
 * What a rotation does to a stack, without doing it.
 *
 * @param today day that is written down
 * @throws UsageError for names of secrets that can't be rotated
 */
export function plannedRotation(
  request: RotationRequest,
  config: StackWithSecrets,
  stack: string,
  today: string,
): Rotation {
  const secrets = stackSecrets(config, stack, today);
  if (request.record !== undefined) {
    const rotated = request.record;
    const undated = secrets.filter(({ age }) => age.standing === "undated");
    const entries = undated.map(({ name, version }) => [name, { version, rotated }] as const);
    return { rotations: [], byHand: [], versions: Object.fromEntries(entries) };
  }
  const selected = chosen(request, config, secrets);
  const ready = selected.filter(
    ({ change }) => change.by === "rootstock" || request.changed === true || request.finish === true,
  );
  const rotations = ready.map(
    ({ keepsPrevious, name, version }): SecretRotation =>
      request.finish === true
        ? { name, from: version, to: version, previous: false }
        : { name, from: version, to: version + 1, previous: keepsPrevious && request.atOnce !== true },
  );
  const dayOf = (name: string): string =>
    request.finish === true ? (secrets.find((secret) => secret.name === name)?.rotated ?? today) : today;
  return {
    rotations,
    byHand: selected.filter((secret) => !ready.includes(secret)),
    versions: Object.fromEntries(
      rotations.map(({ name, previous, to }) => [name, { version: to, rotated: dayOf(name), previous }]),
    ),
  };
}
