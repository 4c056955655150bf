import { chloromasterElsewhere } from "../support/chloromaster-elsewhere";
import { chloromasterPlatform } from "../support/chloromaster-platform";
import { chloromasterWorkloads } from "../support/chloromaster-workloads";
import { describePlan } from "../support/row-by-row";

describePlan("the ChloroMaster plan", "chloromaster", [...chloromasterPlatform, ...chloromasterWorkloads], {
  fewest: 130,
  elsewhere: chloromasterElsewhere,
});
