import type { Disturbance } from "./disturbance";
import { historyFaults, stop, withGood } from "./killed-deployments";

const signals = ["SIGKILL", "SIGINT", "SIGTERM"] as const;

/** A secret of the arena's stack that Rootstock makes. */
const secret = "JWT_SECRET_KEY";

/** `rootstock rotate` is stopped at any moment; run again on the same day, it goes on, and draws no further value. */
export const rotationStopped: Disturbance = async (arena, tag, chance) => {
  const findings = [...(await withGood(arena, tag))];
  const version = (): number => arena.secretVersions[secret]?.version ?? 1;
  const versionBefore = version();
  const recordsBefore = (await arena.history()).length;
  const first = arena.command("rotate", secret);
  const sent = await stop(first, chance.of(signals), chance);
  await first.ended;
  const [latest] = await arena.history();
  const isDone = latest?.command === "rotate" && latest.result === "succeeded" && version() === versionBefore + 1;
  const again = await arena.command("rotate", secret).ended;
  if (!again.ok) findings.push(`rotate, run again, didn't complete: ${again.said}`);
  // One that had ended well is followed by another rotation.
  const wanted = versionBefore + (isDone ? 2 : 1);
  if (version() !== wanted)
    findings.push(
      `${secret} was in version ${String(versionBefore)}, and is in ${String(version())}, not ${String(wanted)}`,
    );
  findings.push(
    ...historyFaults(await arena.history(), recordsBefore, { command: "rotate", tag, result: "succeeded" }),
  );
  return { endings: [again], faults: sent ? 1 : 0, findings };
};

/** `rootstock destroy` is stopped at any moment; run again, it leaves nothing, or finds that nothing is left. */
export const destroyStopped: Disturbance = async (arena, tag, chance) => {
  const findings = [...(await withGood(arena, tag))];
  const first = arena.command("destroy", `--confirm=${arena.stack}`);
  const sent = await stop(first, chance.of(signals), chance);
  await first.ended;
  const again = await arena.command("destroy", `--confirm=${arena.stack}`).ended;
  if (!again.ok) findings.push(`destroy, run again, didn't complete: ${again.said}`);
  const { inventory, objects, unsettled } = await arena.state();
  const left = [...objects.keys(), ...unsettled, ...inventory.releases.map(({ name }) => `release ${name}`)];
  findings.push(...left.map((one) => `left by destroy: ${one}`));
  return { endings: [again], faults: sent ? 1 : 0, findings };
};
