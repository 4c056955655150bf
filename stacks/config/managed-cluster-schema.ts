import { z } from "zod";
import { mostZones } from "../../components/cluster/cidr";
import { locationProblem, regionProblem } from "../../components/cluster/regions";
import { block, provisioned, refuse } from "./cluster-checks";
import { diskedNodePoolSchema, doksNodePoolSchema } from "./node-pool-schema";

const guarded = {
  ...provisioned,
  protect: z
    .boolean()
    .optional()
    .describe("Refuse to delete or replace the cluster. Default: true in prod, false elsewhere."),
  retainVolumes: z
    .boolean()
    .optional()
    .describe("Keep a volume when its claim is deleted. Default: true in prod, false elsewhere."),
};

const maintenance = z
  .strictObject({
    day: z
      .enum(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "any"])
      .default("sunday")
      .describe("Day of the week, or any. Default: sunday."),
    start: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: "write a time of day in UTC such as 04:00" })
      .default("04:00")
      .describe("When it begins, in UTC. Default: 04:00."),
  })
  .prefault({})
  .describe("When the cloud may upgrade the cluster.");

/** What `doks` takes. */
export const doksSchema = z
  .strictObject({
    kind: z.literal("doks").describe("DigitalOcean Kubernetes."),
    ...guarded,
    region: z
      .string()
      .default("nyc1")
      .superRefine(refuse((region) => regionProblem("doks", region, "cluster.region")))
      .describe("Region of DigitalOcean. Default: nyc1."),
    version: z
      .string()
      .regex(/^(latest|\d+\.\d+\.\d+-do\.\d+)$/, {
        error: 'write latest, or an exact version from "doctl kubernetes options versions" such as 1.34.1-do.2',
      })
      .default("latest")
      .describe(
        "latest (the newest on the day of creation), or an exact version; a lower one replaces the cluster. Default: latest.",
      ),
    highAvailability: z
      .boolean()
      .optional()
      .describe(
        "A control plane of three nodes; it can't be switched off again. Default: true in prod, false elsewhere.",
      ),
    autoUpgrade: z
      .boolean()
      .optional()
      .describe(
        "Install patch versions in the maintenance window. Default: true with version latest, false with an exact one.",
      ),
    maintenance,
    vpcCidr: block("cluster.vpcCidr", 16, 24)
      .optional()
      .describe("Addresses of the VPC. Default: DigitalOcean chooses free ones."),
    nodePool: doksNodePoolSchema,
  })
  .superRefine(({ version, autoUpgrade }, context) => {
    if (version === "latest" || autoUpgrade !== true) return;
    context.addIssue({
      code: "custom",
      path: ["autoUpgrade"],
      message: `cluster.autoUpgrade is true and cluster.version is "${version}"; after the first automatic upgrade the exact version would be a downgrade, which replaces the cluster: set version to latest, or autoUpgrade to false.`,
    });
  });

/** What `eks` takes. */
export const eksSchema = z
  .strictObject({
    kind: z.literal("eks").describe("Amazon Elastic Kubernetes Service."),
    ...guarded,
    region: z
      .string()
      .default("us-east-1")
      .superRefine(refuse((region) => regionProblem("eks", region, "cluster.region")))
      .describe("Region of AWS. Default: us-east-1."),
    zones: z
      .array(z.string())
      .min(2)
      .max(mostZones)
      .optional()
      .describe("Availability zones, two or three. Default: the region's first three in prod, two elsewhere."),
    version: z
      .string()
      .regex(/^1\.\d\d$/, { error: 'write a minor version of Kubernetes such as "1.35", in quotes' })
      .default("1.35")
      .describe("Minor version of Kubernetes. Default: 1.35."),
    vpcCidr: block("cluster.vpcCidr", 16, 20)
      .default("10.0.0.0/16")
      .describe("Addresses of the VPC. Default: 10.0.0.0/16."),
    natGateways: z
      .enum(["one", "per-zone"])
      .optional()
      .describe("NAT gateways: one for all zones, or one in each. Default: per-zone in prod, one elsewhere."),
    nodePool: diskedNodePoolSchema("eks"),
    admins: z
      .array(
        z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/.+$/, {
          error: "write the ARN of an IAM role or user, such as arn:aws:iam::123456789012:role/ci",
        }),
      )
      .default([])
      .describe("ARNs of IAM roles and users that administer the cluster, beside whoever creates it. Default: none."),
    publicAccess: z
      .array(block("cluster.publicAccess", 0, 32))
      .default(["0.0.0.0/0"])
      .describe(
        "From where the control plane is reached over the internet; an empty list closes it. Default: anywhere.",
      ),
    logRetention: z
      .literal([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365])
      .optional()
      .describe("How long control plane logs are kept, in days. Default: 90 in prod, 14 elsewhere."),
  })
  .superRefine(({ region, zones }, context) => {
    const foreign = zones?.find((zone) => zone.slice(0, -1) !== region || !/[a-z]$/.test(zone));
    if (foreign === undefined) return;
    context.addIssue({
      code: "custom",
      path: ["zones"],
      message: `cluster.zones has "${foreign}" and cluster.region is "${region}"; name zones of that region, such as ${region}a.`,
    });
  });

/** What `gke` takes. */
export const gkeSchema = z.strictObject({
  kind: z.literal("gke").describe("Google Kubernetes Engine."),
  ...guarded,
  project: z
    .string()
    .regex(/^([a-z0-9.-]{1,100}:)?[a-z][-a-z0-9]{4,28}[a-z0-9]$/, {
      error: "write the id of a Google Cloud project, such as my-project",
    })
    .optional()
    .describe("Google Cloud project. Default: gcp:project, or gcloud's own."),
  location: z
    .string()
    .optional()
    .superRefine((location, context) => {
      const message = location === undefined ? undefined : locationProblem(location, "cluster.location");
      if (message !== undefined) context.addIssue({ code: "custom", message });
    })
    .describe(
      "A region (control plane and nodes in three zones) or one zone. Default: us-central1 in prod, us-central1-a elsewhere.",
    ),
  releaseChannel: z
    .enum(["rapid", "regular", "stable", "extended"])
    .default("regular")
    .describe("Which Kubernetes versions GKE installs. Default: regular."),
  maintenance,
  networkCidr: block("cluster.networkCidr", 11, 15)
    .default("10.0.0.0/13")
    .describe("Addresses of nodes, pods and Services. Default: 10.0.0.0/13."),
  nodePool: diskedNodePoolSchema("gke"),
  privateNodes: z
    .boolean()
    .default(true)
    .describe("Nodes have no public addresses, and reach the internet through Cloud NAT. Default: true."),
});
