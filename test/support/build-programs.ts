import { goJudge, goJudges } from "../../judge/go-programs";
import { pythonJudges } from "../../judge/python-programs";
import { cacheDirectory } from "../../rehearsal/control-plane/directories";
import { buildModule } from "../../rehearsal/control-plane/go-build";
import { controlPlaneModule } from "../../rehearsal/control-plane/modules";
import { buildPromtool } from "../alerts/promtool";

/** What tests run that isn't of npm, by what people call it. Each is built or installed once, into a cache. */
const programs: Readonly<Record<string, () => Promise<unknown>>> = {
  "the control plane": () => buildModule(controlPlaneModule(), cacheDirectory(), () => undefined),
  promtool: buildPromtool,
  "the judges in Python": pythonJudges,
  // Kyverno's takes minutes to build, and only `npm run judge` asks it.
  ...Object.fromEntries(goJudges.filter((judge) => judge !== "kyverno").map((judge) => [judge, () => goJudge(judge)])),
};

/**
 * Builds them all before any test begins, so that no test waits for a compiler or shares the processors with it. What
 * can't be built is told here, and fails the tests that need it.
 */
async function buildPrograms(): Promise<void> {
  for (const [name, build] of Object.entries(programs)) {
    const begun = Date.now();
    try {
      await build();
      const seconds = Math.round((Date.now() - begun) / 1000);
      if (seconds > 0) console.log(`built ${name} (${String(seconds)} s)`);
    } catch (error) {
      console.log(`${name} can't be built: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

void buildPrograms();
