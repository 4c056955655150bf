import { defaultSerializer, ObjectSerializer } from "@kubernetes/client-node/dist/serializer.js";

/**
 * Kinds with fields that the client's models give other names, because TypeScript has the word for itself: `from` is
 * `_from` there, and what is called `from` is left out in silence. Of these kinds, objects are sent and read as they are.
 */
const untyped = [
  { group: "", version: "v1", kind: "LimitRange" },
  { group: "networking.k8s.io", version: "v1", kind: "NetworkPolicy" },
  { group: "apiextensions.k8s.io", version: "v1", kind: "CustomResourceDefinition" },
] as const;

for (const kind of untyped) ObjectSerializer.registerModel(kind, defaultSerializer);
