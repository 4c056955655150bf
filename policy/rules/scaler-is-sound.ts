import type { Rule } from "../contract";
import { ofKind, specOf } from "../objects";
import { type ScalerSpec, scaledBy } from "../scale";

/** An autoscaler has room to scale, and nobody else sets the number of pods. */
export const scalerIsSound: Rule = {
  name: "scaler-is-sound",
  reason:
    "Where an object states a number of pods beside its autoscaler, every deployment undoes what that one has decided.",
  check: (context) =>
    ofKind(context, "HorizontalPodAutoscaler").flatMap((object) => {
      const { minReplicas = 1, maxReplicas = 0 } = specOf<ScalerSpec>(object);
      const target = scaledBy(context, object);
      const replicas = target === undefined ? undefined : specOf<{ readonly replicas: number }>(target).replicas;
      return [
        ...(minReplicas <= maxReplicas
          ? []
          : [{ object, message: `wants ${minReplicas} pods at least and ${maxReplicas} at most.` }]),
        ...(target === undefined || replicas === undefined
          ? []
          : [
              {
                object: target,
                message: `states ${replicas} replicas beside the autoscaler ${object.metadata.name}; leave the number to that one.`,
              },
            ]),
      ];
    }),
};
