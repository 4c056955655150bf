import { nearest } from "../nearest";
import type { Cloud } from "./node-shapes";

const suffixed = (region: string, letters: string, separator: string) =>
  Array.from(letters, (letter) => `${region}${separator}${letter}`);

const aws = (letters: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(letters).map(([region, of]) => [region, suffixed(region, of, "")]));

const google = (letters: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(letters).map(([region, of]) => [region, suffixed(region, of, "-")]));

/**
 * Regions of each cloud and their zones. DigitalOcean has no zones. Of AWS regions with more zones the three that EKS
 * serves in most accounts are listed (`us-east-1e` takes no control plane); an account that sees others names its own
 * by `zones`.
 *
 * @see https://docs.digitalocean.com/platform/regional-availability/
 * @see https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
 * @see https://docs.cloud.google.com/compute/docs/regions-zones
 */
export const regionZones: Readonly<Record<Cloud, Readonly<Record<string, readonly string[]>>>> = {
  doks: {
    nyc1: [],
    nyc3: [],
    sfo2: [],
    sfo3: [],
    ams3: [],
    fra1: [],
    lon1: [],
    sgp1: [],
    tor1: [],
    blr1: [],
    syd1: [],
    atl1: [],
  },
  eks: aws({
    "us-east-1": "abc",
    "us-east-2": "abc",
    "us-west-1": "ac",
    "us-west-2": "abc",
    "ca-central-1": "abd",
    "eu-central-1": "abc",
    "eu-west-1": "abc",
    "eu-west-2": "abc",
    "eu-west-3": "abc",
    "eu-north-1": "abc",
    "eu-south-1": "abc",
    "ap-south-1": "abc",
    "ap-southeast-1": "abc",
    "ap-southeast-2": "abc",
    "ap-northeast-1": "acd",
    "ap-northeast-2": "abc",
    "sa-east-1": "abc",
  }),
  gke: google({
    "us-central1": "abcf",
    "us-east1": "bcd",
    "us-east4": "abc",
    "us-east5": "abc",
    "us-south1": "abc",
    "us-west1": "abc",
    "us-west2": "abc",
    "us-west3": "abc",
    "us-west4": "abc",
    "northamerica-northeast1": "abc",
    "southamerica-east1": "abc",
    "europe-central2": "abc",
    "europe-north1": "abc",
    "europe-southwest1": "abc",
    "europe-west1": "bcd",
    "europe-west2": "abc",
    "europe-west3": "abc",
    "europe-west4": "abc",
    "europe-west6": "abc",
    "europe-west9": "abc",
    "asia-east1": "abc",
    "asia-northeast1": "abc",
    "asia-south1": "abc",
    "asia-southeast1": "abc",
    "australia-southeast1": "abc",
  }),
};

const cloudNames: Readonly<Record<Cloud, string>> = { doks: "DigitalOcean", eks: "AWS", gke: "Google Cloud" };

/** The zones of a region, in the cloud's order; empty where the cloud has none or the region is unknown. */
export function zonesOf(cloud: Cloud, region: string): readonly string[] {
  return regionZones[cloud][region] ?? [];
}

/**
 * What is wrong with a region, in one sentence; undefined when nothing is.
 *
 * @param setting the name of the setting, e.g. `cluster.region`
 */
export function regionProblem(cloud: Cloud, region: string, setting: string): string | undefined {
  return placeProblem(cloud, region, setting, "region", Object.keys(regionZones[cloud]));
}

/**
 * What is wrong with a GKE location, a region or one zone, in one sentence; undefined when nothing is.
 *
 * @param setting the name of the setting, e.g. `cluster.location`
 */
export function locationProblem(location: string, setting: string): string | undefined {
  const regions = Object.keys(regionZones.gke);
  const zones = Object.values(regionZones.gke).flat();
  if (zones.includes(location)) return undefined;
  const looksLikeZone = /-[a-z]$/.test(location);
  return placeProblem("gke", location, setting, "region or zone", looksLikeZone ? zones : regions, regions);
}

/** The region of a GKE location: itself, or what a zone's name begins with. */
export function regionOfLocation(location: string): string {
  return location.replace(/-[a-z]$/, "");
}

function placeProblem(
  cloud: Cloud,
  place: string,
  setting: string,
  term: string,
  known: readonly string[],
  listed: readonly string[] = known,
): string | undefined {
  if (known.includes(place)) return undefined;
  const near = nearest(place, known);
  const hint = near === undefined ? "" : `Did you mean ${near}? `;
  return `${setting} is "${place}", which is no ${term} of ${cloudNames[cloud]} for Kubernetes. ${hint}Choose one of: ${listed.join(", ")}.`;
}
