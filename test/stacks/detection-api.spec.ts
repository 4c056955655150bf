import { detectionApiElsewhere, detectionApiRequirements } from "../support/detection-api-requirements";
import { detectionApiSecrets } from "../support/detection-api-secrets";
import { describePlan } from "../support/row-by-row";

describePlan("the detection-api plan", "detection-api", [...detectionApiRequirements, ...detectionApiSecrets], {
  fewest: 65,
  elsewhere: detectionApiElsewhere,
});
