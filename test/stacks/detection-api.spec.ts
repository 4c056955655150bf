import { detectionApiDelivery } from "../support/detection-api-delivery";
import { detectionApiElsewhere } from "../support/detection-api-elsewhere";
import { detectionApiRequirements } from "../support/detection-api-requirements";
import { detectionApiSecrets } from "../support/detection-api-secrets";
import { describePlan } from "../support/row-by-row";

describePlan(
  "the detection-api plan",
  "detection-api",
  [...detectionApiRequirements, ...detectionApiSecrets, ...detectionApiDelivery],
  {
    fewest: 73,
    elsewhere: detectionApiElsewhere,
  },
);
