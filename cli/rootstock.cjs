#!/usr/bin/env node
// The commands are TypeScript, which tsx compiles as they are loaded, for the Node that the project pins.
const { spawn } = require("node:child_process");
const { existsSync } = require("node:fs");
const { homedir } = require("node:os");
const { dirname, join } = require("node:path");
const { pathToFileURL } = require("node:url");

const cache = process.env.ROOTSTOCK_CACHE || join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "rootstock");
const pinned = join(dirname(require.resolve("node/package.json")), "bin/node");
const tsx = pathToFileURL(require.resolve("tsx")).href;
const first = join(__dirname, "../plan/loaded-first.cjs");
const words = ["--require", first, "--import", tsx, join(__dirname, "index.ts"), ...process.argv.slice(2)];
const env = {
  // What V8 has compiled is kept; of what is measured it would tell less.
  ...(process.env.NODE_V8_COVERAGE === undefined && { NODE_COMPILE_CACHE: join(cache, "compiled") }),
  ...process.env,
  // Compiled by the project's own settings, wherever it is run.
  TSX_TSCONFIG_PATH: join(__dirname, "../tsconfig.json"),
};
const child = spawn(existsSync(pinned) ? pinned : process.execPath, words, { env, stdio: "inherit" });

// Ctrl-C reaches the child by itself; it says how it ends.
process.on("SIGINT", () => undefined);
process.on("SIGTERM", () => child.kill("SIGTERM"));
child.on("error", ({ message }) => {
  process.stderr.write(`rootstock can't be started: ${message}\n`);
  process.exitCode = 1;
});
child.on("close", (code, signal) => {
  process.exitCode = code ?? (signal === "SIGINT" ? 130 : 143);
});
