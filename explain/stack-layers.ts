import { basename, resolve } from "node:path";
import { environments } from "../components/environment";
import { UsageError } from "../components/errors";
import { projectRoot } from "../plan/program";
import { type Flags, readStack, type StackInput, stackFile } from "../plan/stack-file";
import { isMap, projectDefaults, type Settings, stackSettings } from "../plan/stack-yaml";
import { parseConfig } from "../stacks/config/parse";
import { projectName, splitConfig } from "../stacks/config/raw";
import { withSystemDefaults } from "../stacks/config/system-defaults";
import type { Layer } from "./layers";

/** Everything that is known of a stack's settings. */
export interface ExplainedStack {
  /** The stack's file, without its directory. */
  readonly file: string;
  readonly environment: string;
  /** The settings as the program has them, complete. */
  readonly settings: Settings;
  /** Those who may say something of them, the one that wins first; what nobody says is Rootstock's default. */
  readonly layers: readonly Layer[];
}

/** The settings of a stack as the program has them: complete, without secrets. */
async function resolved(input: StackInput): Promise<Settings> {
  const { settings } = splitConfig(input.raw);
  const { system, environment, domain, cluster, platform, secretBackEnd, secretVersions } = await parseConfig(
    input.raw,
  );
  // Sealed texts tell nobody anything, and those that the file lacks are stand-ins.
  const backEnd = secretBackEnd.kind === "sealed-secrets" ? { kind: secretBackEnd.kind } : secretBackEnd;
  const { environment: _, mirrors, ...parts } = platform;
  const ofMirrors = {
    ...(mirrors.charts === undefined ? {} : { charts: { mirror: mirrors.charts } }),
    ...(mirrors.images === undefined ? {} : { images: { mirror: mirrors.images } }),
  };
  return {
    ...settings,
    system,
    environment,
    domain,
    cluster,
    platform: { ...parts, ...ofMirrors },
    secretBackEnd: backEnd,
    secretVersions,
  };
}

/** What flags say. A kind of cluster that isn't the file's has nothing of the file's cluster. */
function flagLayer(flags: Flags, own: Settings, settings: Settings): Layer {
  const kindOf = (of: Settings): unknown => (isMap(of["cluster"]) ? of["cluster"]["kind"] : undefined);
  const changed = kindOf(settings) !== kindOf(own);
  return {
    name: "the command line",
    settings: {
      ...(flags.system === undefined ? {} : { system: flags.system }),
      ...(flags.env === undefined || settings["environment"] === own["environment"] ? {} : { environment: flags.env }),
      ...(changed ? { cluster: settings["cluster"] } : {}),
    },
  };
}

/** Reads a stack as the program does, and keeps apart who said what. */
export async function explainedStack(flags: Flags): Promise<ExplainedStack> {
  const { file } = stackFile(flags);
  const input = await readStack(flags);
  const { settings } = splitConfig(input.raw);
  const { secrets: _, ...own } = stackSettings(file);
  const flag = flagLayer(flags, own, settings);
  const { cluster: ownCluster, ...others } = own;
  const kind = isMap(settings["cluster"]) ? settings["cluster"]["kind"] : undefined;
  const { system, environment } = settings;
  const { settings: ofSystem } = await withSystemDefaults({ system, environment, cluster: { kind }, platform: {} });
  const { cluster, platform, secretBackEnd } = ofSystem;
  const withoutKind = isMap(cluster)
    ? Object.fromEntries(Object.entries(cluster).filter(([key]) => key !== "kind"))
    : {};
  return {
    file: basename(file),
    environment: String(environment),
    settings: await resolved(input),
    layers: [
      flag,
      { name: basename(file), settings: { ...others, ...("cluster" in flag.settings ? {} : { cluster: ownCluster }) } },
      {
        name: `stacks/systems/${String(system)}.ts`,
        settings: {
          cluster: withoutKind,
          ...(isMap(platform) ? { platform } : {}),
          ...(isMap(secretBackEnd) ? { secretBackEnd } : {}),
        },
      },
      { name: "Pulumi.yaml", settings: projectDefaults(resolve(projectRoot, "Pulumi.yaml")) },
    ],
  };
}

/** The same stack's settings in the other environments, by name; one in which the file isn't valid is left out. */
export async function elsewhere(flags: Flags, { environment }: ExplainedStack): Promise<ReadonlyMap<string, Settings>> {
  const { file } = stackFile(flags);
  const found = new Map<string, Settings>();
  for (const env of environments.filter((candidate) => candidate !== environment)) {
    try {
      found.set(env, await resolved(await readStack({ ...flags, config: file, env })));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
    }
  }
  return found;
}

/** The setting that a person means: with the project's name before it or without. */
export function settingPath(key: string): readonly string[] {
  return key.replace(new RegExp(`^${projectName}:`), "").split(".");
}
