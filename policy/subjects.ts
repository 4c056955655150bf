import type { PlannedObject } from "./contract";
import { namespaceOf } from "./objects";

/** Whom a binding gives its role. */
export interface Subject {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

/** The subjects of a binding; accounts are of its own namespace unless it says otherwise. */
export function subjectsOf(binding: PlannedObject): readonly Subject[] {
  const subjects = (binding["subjects"] ?? []) as readonly (Partial<Subject> & Pick<Subject, "kind" | "name">)[];
  return subjects.map((subject) => ({ namespace: namespaceOf(binding), ...subject }));
}
