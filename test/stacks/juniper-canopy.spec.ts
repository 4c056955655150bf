import { juniperCanopyDeployment } from "../support/juniper-canopy-deployment";
import { juniperCanopyElsewhere } from "../support/juniper-canopy-elsewhere";
import { juniperCanopyPlatform } from "../support/juniper-canopy-platform";
import { juniperCanopySettings } from "../support/juniper-canopy-settings";
import { describePlan } from "../support/row-by-row";

describePlan(
  "the Juniper Canopy plan",
  "juniper-canopy",
  [...juniperCanopyPlatform, ...juniperCanopyDeployment, ...juniperCanopySettings],
  { fewest: 130, elsewhere: juniperCanopyElsewhere },
);
