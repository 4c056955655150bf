#!/usr/bin/env node
// The commands are TypeScript, which tsx compiles as they are loaded, for the Node that the project pins.
const { spawn } = require("node:child_process");
const { existsSync } = require("node:fs");
const { dirname, join } = require("node:path");
const { pathToFileURL } = require("node:url");

const pinned = join(dirname(require.resolve("node/package.json")), "bin/node");
const tsx = pathToFileURL(require.resolve("tsx")).href;
const words = ["--import", tsx, join(__dirname, "index.ts"), ...process.argv.slice(2)];
// Compiled by the project's own settings, wherever it is run.
const env = { ...process.env, TSX_TSCONFIG_PATH: join(__dirname, "../tsconfig.json") };
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
