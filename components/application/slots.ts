import type { Autoscaling, DeploymentWorkload, Slot } from "./contract";

/** A set of equal pods of a Deployment workload: the only one, or that of a slot. */
export interface PodSet {
  /** Name of its Deployment, autoscaler and disruption budget. */
  readonly name: string;
  readonly slot?: Slot;
  readonly scale: number | Autoscaling;
}

const slotNames = ["blue", "green"] as const;

/** The other slot: the one that stands by. */
export function otherSlot(slot: Slot): Slot {
  return slot === "blue" ? "green" : "blue";
}

/** Name of the Service of the slot that stands by: for a look at the next release before anybody is sent there. */
export function standbyName(name: string): string {
  return `${name}-standby`;
}

/**
 * The sets of pods of a workload. Where an autoscaler scales the active slot, another one holds the standby's number:
 * a switch then moves bounds of autoscalers only, and no Deployment's own number, which a server-side apply that drops
 * it would set to one.
 */
export function podSets(name: string, { scale, slots }: DeploymentWorkload): readonly PodSet[] {
  if (slots === undefined) return [{ name, scale }];
  const standby = typeof scale === "number" ? slots.standby : { ...scale, min: slots.standby, max: slots.standby };
  return slotNames.map((slot) => ({
    name: `${name}-${slot}`,
    slot,
    scale: slot === slots.active ? scale : standby,
  }));
}
