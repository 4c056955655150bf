// Loaded before a script that is measured: writes what its process used to the file that BENCH_USAGE names.
import { writeFileSync } from "node:fs";

/** What a process used. */
export interface Usage {
  /** Seconds of processor time, in the program and in the system on its behalf. */
  readonly cpu: number;
  /** Most memory at one time, in MiB. */
  readonly peak: number;
}

const file = process.env["BENCH_USAGE"];
if (file !== undefined) {
  process.on("exit", () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    const usage: Usage = { cpu: (userCPUTime + systemCPUTime) / 1e6, peak: maxRSS / 1024 };
    writeFileSync(file, JSON.stringify(usage));
  });
}
