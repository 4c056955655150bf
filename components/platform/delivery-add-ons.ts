import type { Resource } from "@pulumi/pulumi";
import { ArgoCd, type ArgoCdArgs } from "./add-ons/argo-cd";
import { Kyverno } from "./add-ons/kyverno";
import type { AddOnName, PlatformGates } from "./contract";

/** What {@link installDeliveryAddOns} takes. */
export interface DeliveryAddOnsArgs {
  readonly chosen: ReadonlySet<AddOnName>;
  readonly context: ArgoCdArgs;
  readonly parent: Resource;
}

/** Installs those of the add-ons that decide what comes to run that are chosen, and tells what waits for each. */
export function installDeliveryAddOns(args: DeliveryAddOnsArgs): Pick<PlatformGates, "argoCd" | "kyverno"> {
  const { chosen, context, parent } = args;
  const child = { parent };
  return {
    argoCd: chosen.has("argo-cd") ? [new ArgoCd("argo-cd", context, child).release] : [],
    kyverno: chosen.has("kyverno") ? [new Kyverno("kyverno", context, child).release] : [],
  };
}
