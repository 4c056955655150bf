import { detectionApiElsewhere, detectionApiRequirements } from "../support/detection-api-requirements";
import { describePlan } from "../support/row-by-row";

describePlan("the detection-api plan", "detection-api", detectionApiRequirements, {
  fewest: 65,
  elsewhere: detectionApiElsewhere,
});
