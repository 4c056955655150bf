import { secret } from "@pulumi/pulumi";
import { stringify } from "yaml";
import type { ResourceAnswer, ResourceRequest } from "./registration";

/** A kubeconfig of the right shape that leads nowhere. */
export const standInKubeconfig = stringify({
  apiVersion: "v1",
  kind: "Config",
  clusters: [{ name: "stand-in", cluster: { server: "https://stand-in.invalid" } }],
  contexts: [{ name: "stand-in", context: { cluster: "stand-in", user: "stand-in" } }],
  "current-context": "stand-in",
  users: [{ name: "stand-in", user: { token: "stand-in" } }],
});

const certificate = Buffer.from("stand-in").toString("base64");

type Inputs = Readonly<Record<string, unknown>>;

function text(inputs: Inputs, key: string, otherwise: string): string {
  const value = inputs[key];
  return typeof value === "string" ? value : otherwise;
}

/** What a cloud's provider would typically answer, for the resources whose outputs the program reads. */
export function cloudAnswer({ type, name, inputs }: ResourceRequest): ResourceAnswer | undefined {
  const called = text(inputs, "name", name);
  switch (type) {
    case "digitalocean:index/vpc:Vpc":
      return {
        id: "vpc-stand-in",
        extra: { name: called, vpcUrn: "do:vpc:stand-in", ipRange: text(inputs, "ipRange", "10.10.0.0/16") },
      };
    case "digitalocean:index/kubernetesCluster:KubernetesCluster":
      return {
        id: "doks-stand-in",
        extra: {
          name: called,
          endpoint: "https://stand-in.k8s.ondigitalocean.invalid",
          clusterUrn: "do:kubernetes:stand-in",
          status: "running",
          kubeConfigs: [
            {
              rawConfig: standInKubeconfig,
              clusterCaCertificate: certificate,
              host: "https://stand-in.invalid",
              token: "stand-in",
              expiresAt: "",
              clientCertificate: "",
              clientKey: "",
            },
          ],
        },
      };
    case "aws:eks/cluster:Cluster":
      return {
        id: called,
        extra: {
          name: called,
          arn: `arn:aws:eks:stand-in:000000000000:cluster/${called}`,
          endpoint: "https://stand-in.eks.invalid",
          certificateAuthority: { data: certificate },
          vpcConfig: {
            ...(inputs["vpcConfig"] as object),
            clusterSecurityGroupId: "sg-stand-in",
            vpcId: "vpc-stand-in",
          },
          identities: [{ oidcs: [{ issuer: "https://oidc.invalid/id/STANDIN" }] }],
        },
      };
    case "aws:iam/role:Role":
      return { id: called, extra: { name: called, arn: `arn:aws:iam::000000000000:role/${called}` } };
    case "aws:kms/key:Key":
      return {
        id: "key-stand-in",
        extra: { arn: "arn:aws:kms:stand-in:000000000000:key/stand-in", keyId: "stand-in" },
      };
    case "gcp:container/cluster:Cluster":
      return {
        id: `projects/stand-in/locations/${text(inputs, "location", "stand-in")}/clusters/${called}`,
        extra: {
          name: called,
          endpoint: "198.51.100.1",
          project: text(inputs, "project", "stand-in"),
          masterAuth: { clusterCaCertificate: certificate },
        },
      };
    case "gcp:serviceaccount/account:Account":
      return {
        id: `projects/stand-in/serviceAccounts/${called}`,
        extra: {
          project: text(inputs, "project", "stand-in"),
          email: `${text(inputs, "accountId", called)}@stand-in.iam.invalid`,
          member: `serviceAccount:${called}@stand-in.iam.invalid`,
        },
      };
    case "aws:ec2/launchTemplate:LaunchTemplate":
      return { id: "lt-stand-in", extra: { name: called, latestVersion: 1, defaultVersion: 1 } };
    case "gcp:compute/network:Network":
      return { id: `projects/stand-in/global/networks/${called}`, extra: { name: called, project: "stand-in" } };
    case "gcp:compute/router:Router":
      return { id: `projects/stand-in/regions/stand-in/routers/${called}`, extra: { name: called } };
    case "aws:rds/instance:Instance":
      return { id: called, extra: { address: `${called}.rds.invalid` } };
    case "aws:elasticache/replicationGroup:ReplicationGroup":
      return { id: called, extra: { primaryEndpointAddress: `${called}.cache.invalid` } };
    case "gcp:compute/globalAddress:GlobalAddress":
      return { id: `projects/stand-in/global/addresses/${called}`, extra: { name: called, address: "10.99.0.0" } };
    case "gcp:redis/instance:Instance":
      return { id: called, extra: { host: "10.99.0.3", port: 6378, authString: secret("stand-in-password") } };
    case "gcp:sql/databaseInstance:DatabaseInstance":
      return { id: called, extra: { name: called, privateIpAddress: "10.99.0.4" } };
    case "digitalocean:index/databaseCluster:DatabaseCluster":
      return {
        id: "database-stand-in",
        extra: {
          privateHost: `private-${called}.db.invalid`,
          port: inputs["engine"] === "pg" ? 25060 : 25061,
          user: inputs["engine"] === "pg" ? "doadmin" : "default",
          password: secret("stand-in-password"),
        },
      };
    case "command:local:Command":
      return { id: "command-stand-in", extra: { stdout: standInKubeconfig, stderr: "" } };
    default:
      return undefined;
  }
}

/** What a cloud's data sources would typically answer. */
export function cloudCall(token: string, inputs: Inputs): Record<string, unknown> {
  switch (token) {
    case "aws:index/getAvailabilityZones:getAvailabilityZones":
      return { names: ["a", "b", "c"].map((zone) => `stand-in-1${zone}`), zoneIds: [] };
    case "aws:index/getCallerIdentity:getCallerIdentity":
      return { accountId: "000000000000", arn: "arn:aws:iam::000000000000:user/stand-in" };
    case "aws:index/getPartition:getPartition":
      return { partition: "aws", dnsSuffix: "amazonaws.invalid" };
    case "aws:route53/getZone:getZone":
      return { ...inputs, zoneId: `Z-${text(inputs, "name", "stand-in").replaceAll(".", "-")}` };
    case "gcp:organizations/getProject:getProject":
      return { ...inputs, number: "000000000000" };
    case "gcp:organizations/getClientConfig:getClientConfig":
      return { project: "stand-in", accessToken: "stand-in" };
    default:
      return { ...inputs };
  }
}
