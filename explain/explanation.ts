import { UsageError } from "../components/errors";
import { nearest } from "../components/nearest";
import type { Settings } from "../plan/stack-yaml";
import { table } from "../plan/table";
import { projectName } from "../stacks/config/raw";
import { configSchema } from "../stacks/config/schema";
import { knownKeys, meaningAt, valueAt } from "../stacks/config/schema-walk";
import { leafPaths, type Origin, originOf } from "./layers";
import type { ExplainedStack } from "./stack-layers";

/** Why a setting has its value. */
export interface Explanation {
  readonly setting: string;
  /** Undefined where it isn't set at all. */
  readonly value: unknown;
  /** As the schema says it. */
  readonly meaning?: string;
  /** Who decides: the command line, a file, or Rootstock. */
  readonly from: string;
  readonly overruled: Origin["overruled"];
  /** The values of other environments, where Rootstock or the system decides. */
  readonly elsewhere: Readonly<Record<string, unknown>>;
  /** The command that sets it. */
  readonly set: string;
}

const ours = "Rootstock";

/** All settings of a stack that have a value, with who decides. */
export function allSettings({
  layers,
  settings,
}: ExplainedStack): readonly Pick<Explanation, "setting" | "value" | "from">[] {
  return leafPaths(settings).map((path) => ({
    setting: path.join("."),
    value: valueAt(settings, path),
    from: originOf(path, layers).layer ?? ours,
  }));
}

/**
 * Why the setting at a path has its value.
 *
 * @throws UsageError where there is no such setting.
 */
export function explanation(
  path: readonly string[],
  stack: ExplainedStack,
  elsewhere: ReadonlyMap<string, Settings>,
): Explanation {
  const { layers, settings } = stack;
  const setting = path.join(".");
  const value = valueAt(settings, path);
  const meaning = meaningAt(configSchema, path, settings);
  if (value === undefined && meaning === undefined) throw unknownSetting(path, stack);
  const { layer, overruled } = originOf(path, layers);
  return {
    setting,
    value,
    ...(meaning === undefined ? {} : { meaning }),
    from: layer ?? ours,
    overruled,
    elsewhere: Object.fromEntries([...elsewhere].map(([name, other]) => [name, valueAt(other, path)])),
    set:
      path.length === 1
        ? `pulumi config set ${setting} <value>`
        : `pulumi config set --path '${projectName}:${setting}' <value>`,
  };
}

/** The keys below a path: those that may be set, and those that are. */
function keysAt(path: readonly string[], settings: Settings): readonly string[] {
  const value = valueAt(settings, path);
  const set = typeof value === "object" && value !== null ? Object.keys(value) : [];
  return [...knownKeys(configSchema, path, settings), ...set];
}

function unknownSetting(path: readonly string[], { file, settings }: ExplainedStack): UsageError {
  const setting = path.join(".");
  if (path[0] === "secrets")
    return new UsageError(
      `${setting} is a secret, whose value stands encrypted in ${file}; npm run plan lists the secrets of a stack under "Stand-ins for secrets".`,
    );
  const depth = path.findIndex((key, index) => !keysAt(path.slice(0, index), settings).includes(key));
  const parent = path.slice(0, depth);
  const close = nearest(path[depth] ?? "", keysAt(parent, settings));
  return new UsageError(
    `${setting} is no setting${close === undefined ? "" : ` (did you mean ${[...parent, close].join(".")}?)`}; npm run explain without one lists all.`,
  );
}

const shown = (value: unknown): string =>
  value === undefined ? "not set" : typeof value === "string" && value !== "" ? value : JSON.stringify(value);

/** An explanation for a person. */
export function explained({ elsewhere, from, meaning, overruled, set, setting, value }: Explanation): string {
  const others = Object.entries(elsewhere).map(([environment, other]) => `${environment}: ${shown(other)}`);
  return [
    `${setting}: ${shown(value)}`,
    ...(meaning === undefined ? [] : [`  ${meaning}`]),
    "",
    ...table([
      ["said by", from === ours ? "nobody; it is Rootstock's default" : from],
      ...overruled.map(({ layer, value: other }) => ["overrules", `${layer}, which says ${shown(other)}`]),
      ...(others.length === 0 ? [] : [["elsewhere", others.join(", ")]]),
      ["change it", set],
    ]),
  ].join("\n");
}
