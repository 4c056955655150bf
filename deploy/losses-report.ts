import { formatBytes, parseQuantity } from "../components/quantities";
import { table } from "../plan/table";
import type { Losses, VolumeLoss } from "./losses";

function total(volumes: readonly VolumeLoss[]): string {
  return formatBytes(
    volumes.map(({ size }) => (size === "unknown" ? 0 : parseQuantity(size))).reduce((sum, one) => sum + one, 0),
  );
}

const counted = (count: number, one: string, many: string): string => `${String(count)} ${count === 1 ? one : many}`;

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
}

/** What a destroy would lose, in figures first and then by name. */
export function lossesReport(stack: string, losses: Losses): string {
  const { hosts, loadBalancers, objects, releases, stores, volumes } = losses;
  const lost = volumes.filter(({ fate }) => fate === "lost");
  const kept = volumes.filter(({ fate }) => fate === "kept");
  const count = Object.values(objects).reduce((sum, one) => sum + one, 0);
  const kinds = Object.entries(objects)
    .sort(([, one], [, other]) => other - one)
    .map(([kind, number]) => `${String(number)} ${kind}`);
  return [
    `Destroying stack ${stack} loses`,
    ...table([
      [String(count), `${count === 1 ? "resource" : "resources"}: ${kinds.join(", ")}`],
      [
        String(releases.length),
        `Helm release${releases.length === 1 ? "" : "s"}${releases.length === 0 ? "" : `: ${releases.join(", ")}`}`,
      ],
      [String(lost.length), `volume${lost.length === 1 ? "" : "s"} with all data, ${total(lost)}`],
      [String(stores.length), stores.length === 1 ? "store of data" : "stores of data"],
      [String(loadBalancers.length), loadBalancers.length === 1 ? "load balancer" : "load balancers"],
      [String(hosts.length), `host${hosts.length === 1 ? "" : "s"} whose DNS records will lead nowhere`],
    ]),
    ...section(
      "Data that is lost",
      table(
        lost.map(({ claim, name, size }) => [claim, size, name]),
        "",
      ),
    ),
    ...section(
      `Volumes that stay, and their price with them (${counted(kept.length, "volume", "volumes")}, ${total(kept)})`,
      table(
        kept.map(({ claim, name, size }) => [claim, size, name]),
        "",
      ),
    ),
    ...section("Stores", stores),
    ...section(
      "Load balancers",
      table(
        loadBalancers.map(({ address, service }) => [service, address]),
        "",
      ),
    ),
    ...section("Hosts", hosts),
  ].join("\n");
}
