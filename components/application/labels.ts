import type { Slot } from "./workload-contract";

/** Labels by which Services, policies and budgets find the pods of a workload; they never change. */
export function selectorLabels(application: string, workload: string): Record<string, string> {
  return { "app.kubernetes.io/name": workload, "app.kubernetes.io/part-of": application };
}

/** Labels of everything that belongs to an application. */
export function objectLabels(application: string, workload?: string): Record<string, string> {
  return {
    ...(workload === undefined ? { "app.kubernetes.io/part-of": application } : selectorLabels(application, workload)),
    "app.kubernetes.io/managed-by": "rootstock",
  };
}

/** The label that tells the slots of a workload apart. */
export function slotLabels(slot: Slot | undefined): Record<string, string> {
  return slot === undefined ? {} : { "rootstock.dev/slot": slot };
}

/** Longest name of an object that becomes a DNS label or a label value. */
export const longestName = 63;

/** Whether a text can be the name of a workload, its Service (RFC 1035: a letter first) and its pods' label. */
export function isDnsLabel(text: string): boolean {
  return text.length <= longestName && /^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(text);
}
