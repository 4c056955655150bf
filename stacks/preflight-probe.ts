import { execFile } from "node:child_process";
import { access, constants } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Probe } from "./preflight-requirements";

/** How long a program may take to answer, in milliseconds: the slowest ask their cloud. */
const patience = 20_000;

/** Asks this machine: its PATH, its files, its environment. Programs get no terminal, so none can stop to ask. */
export const machineProbe: Probe = {
  succeeds: (command, args) =>
    new Promise((resolve) => {
      const child = execFile(command, [...args], { timeout: patience }, (error) => {
        resolve(error === null);
      });
      child.stdin?.end();
    }),
  hasFile: (path) =>
    access(path.startsWith("~/") ? join(homedir(), path.slice(2)) : path, constants.R_OK).then(
      () => true,
      () => false,
    ),
  variable: (name) => {
    const value = process.env[name];
    return value === "" ? undefined : value;
  },
};
