import { UsageError } from "../errors";

/** A block of IPv4 addresses. */
export interface Cidr {
  /** First address, as an unsigned 32-bit number. */
  readonly base: number;
  /** Bits that all its addresses share. */
  readonly prefix: number;
}

/**
 * Reads `10.0.0.0/16`.
 *
 * @throws UsageError when it is no block, or when its base has bits outside its prefix
 */
export function parseCidr(text: string, setting = "cidr"): Cidr {
  const problem = cidrProblem(text, setting);
  if (problem !== undefined) throw new UsageError(problem);
  return read(text);
}

/** What is wrong with a block of addresses, in one sentence; undefined when nothing is. */
export function cidrProblem(text: string, setting: string): string | undefined {
  const { base, prefix } = read(text);
  if (!Number.isInteger(base) || prefix > 32) {
    return `${setting} is "${text}", which is no block of IPv4 addresses; write it like 10.0.0.0/16.`;
  }
  const aligned = base - (base % size(prefix));
  return aligned === base
    ? undefined
    : `${setting} is "${text}", whose address is inside the block; the block begins at ${formatCidr({ base: aligned, prefix })}.`;
}

/** Writes a block as `10.0.0.0/16`. */
export function formatCidr({ base, prefix }: Cidr): string {
  const bytes = [24, 16, 8, 0].map((shift) => Math.floor(base / 2 ** shift) % 256);
  return `${bytes.join(".")}/${String(prefix)}`;
}

/**
 * One of the equal parts of a block.
 *
 * @param bits how many bits longer the part's prefix is: 1 halves, 2 quarters
 * @param index which part, from 0
 */
function part({ base, prefix }: Cidr, bits: number, index: number): Cidr {
  return { base: base + index * size(prefix + bits), prefix: prefix + bits };
}

/** Whether two blocks share an address. */
export function overlap(one: Cidr, other: Cidr): boolean {
  return one.base < other.base + size(other.prefix) && other.base < one.base + size(one.prefix);
}

/** Most zones that {@link subnetLayout} has room for. */
export const mostZones = 3;

/**
 * Subnets of a VPC: each zone gets a private quarter, for nodes and pods, and a public 64th out of the last quarter,
 * for load balancers and NAT gateways. In a /16: three /18 and three /22.
 */
export function subnetLayout(vpc: string, zones: number): { readonly private: string[]; readonly public: string[] } {
  const block = parseCidr(vpc);
  const indexes = Array.from({ length: Math.min(zones, mostZones) }, (_, index) => index);
  const lastQuarter = part(block, 2, 3);
  return {
    private: indexes.map((index) => formatCidr(part(block, 2, index))),
    public: indexes.map((index) => formatCidr(part(lastQuarter, 4, index))),
  };
}

/**
 * Ranges of a VPC-native GKE network: pods get the upper half, nodes and Services a 128th each, the control plane the
 * 16 addresses that Google asks for. In a /13: a /14 for pods (1024 nodes of 256 addresses), two /20 and a /28.
 */
export function vpcNativeRanges(network: string): {
  readonly nodes: string;
  readonly services: string;
  readonly pods: string;
  readonly controlPlane: string;
} {
  const block = parseCidr(network);
  return {
    nodes: formatCidr(part(block, 7, 0)),
    services: formatCidr(part(block, 7, 1)),
    pods: formatCidr(part(block, 1, 1)),
    controlPlane: formatCidr({ base: part(block, 7, 2).base, prefix: 28 }),
  };
}

function size(prefix: number): number {
  return 2 ** (32 - prefix);
}

function read(text: string): Cidr {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  const bytes = (match ?? []).slice(1, 5).map(Number);
  const valid = bytes.length === 4 && bytes.every((byte) => byte <= 255);
  return {
    base: valid ? bytes.reduce((base, byte) => base * 256 + byte, 0) : Number.NaN,
    prefix: Number(match?.[5] ?? Number.NaN),
  };
}
