import { execFileSync } from "node:child_process";

/** Commits everything below a directory, into a repository of its own, whatever this machine's git is told. */
export function commit(directory: string): void {
  const git = (...args: readonly string[]): unknown =>
    execFileSync("git", ["-c", "user.name=test", "-c", "user.email=test@example.com", ...args], {
      cwd: directory,
      env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" },
      stdio: "pipe",
    });
  git("init", "--quiet");
  git("add", "--all");
  git("commit", "--quiet", "--message", "files");
}
