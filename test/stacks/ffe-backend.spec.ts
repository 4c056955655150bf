import { ffeBackendElsewhere, ffeBackendRequirements } from "../support/ffe-backend-requirements";
import { describePlan } from "../support/row-by-row";

describePlan("the FFE backend's report", "ffe-backend", ffeBackendRequirements, {
  fewest: 65,
  elsewhere: ffeBackendElsewhere,
});
