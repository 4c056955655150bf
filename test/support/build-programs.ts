import { goJudge, goJudges } from "../../judge/go-programs";
import { pythonJudges } from "../../judge/python-programs";
import { cacheDirectory } from "../../rehearsal/control-plane/directories";
import { buildModule } from "../../rehearsal/control-plane/go-build";
import { controlPlaneModule } from "../../rehearsal/control-plane/modules";
import { buildPromtool } from "../alerts/promtool";

type Programs = Readonly<Record<string, () => Promise<unknown>>>;

/** What tests run that is built from Go, by what people call it, into a cache. */
const built: Programs = {
  "the control plane": () => buildModule(controlPlaneModule(), cacheDirectory(), () => undefined),
  promtool: buildPromtool,
  // Kyverno's takes minutes to build, and only `npm run judge` asks it.
  ...Object.fromEntries(goJudges.filter((judge) => judge !== "kyverno").map((judge) => [judge, () => goJudge(judge)])),
};

/** What is installed beside, which hardly needs a processor. */
const installed: Programs = { "the judges in Python": pythonJudges };

async function bring(programs: Programs): Promise<void> {
  for (const [name, make] of Object.entries(programs)) {
    const begun = Date.now();
    try {
      await make();
      const seconds = Math.round((Date.now() - begun) / 1000);
      if (seconds > 0) console.log(`brought ${name} (${String(seconds)} s)`);
    } catch (error) {
      console.log(`${name} can't be had: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

/**
 * Brings them all before any test begins, so that no test waits for a compiler or shares the processors with it. What
 * can't be had is told here, and fails the tests that need it.
 */
void Promise.all([bring(built), bring(installed)]);
