import type { Mutant } from "../contract";
import { accessMutants } from "./access";
import { availabilityMutants } from "./availability";
import { networkMutants } from "./network";
import { platformMutants } from "./platform";
import { podMutants } from "./pods";

/** All mutants. */
export const mutants: readonly Mutant[] = [
  ...podMutants,
  ...networkMutants,
  ...availabilityMutants,
  ...accessMutants,
  ...platformMutants,
];
