import { isRelease } from "../plan/answers";
import type { Registration } from "../plan/registration";
import { difference, type FieldChange } from "./difference";
import { matched } from "./matching";
import type { StoredPlan } from "./stored-plan";

/** A chart that comes, goes, gets another version or other values. */
export interface ChartChange {
  readonly name: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** Changes of its values. */
  readonly values: readonly FieldChange[];
}

function versionOf(release: Registration | undefined): string | undefined {
  if (release === undefined) return undefined;
  const { version } = release.inputs;
  return typeof version === "string" ? version : "(in the chart's file name)";
}

const isChart = ({ type }: Registration): boolean => isRelease(type);

/** Charts that the two plans have differently, by name. */
export function chartChanges(base: StoredPlan, head: StoredPlan): readonly ChartChange[] {
  return matched(base.resources.filter(isChart), head.resources.filter(isChart))
    .map((pair) => ({
      name: (pair.head ?? pair.base)?.name ?? "",
      before: versionOf(pair.base),
      after: versionOf(pair.head),
      values:
        pair.base === undefined || pair.head === undefined
          ? []
          : difference(pair.base.inputs["values"] ?? {}, pair.head.inputs["values"] ?? {}),
    }))
    .filter(({ before, after, values }) => before !== after || values.length > 0)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
