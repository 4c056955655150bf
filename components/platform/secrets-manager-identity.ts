import * as eks from "@pulumi/aws/eks";
import * as iam from "@pulumi/aws/iam";
import { ComponentResource, type ComponentResourceOptions } from "@pulumi/pulumi";
import type { AwsFacts } from "../cluster/contract";
import { createRole } from "../cluster/eks-roles";

/** An entry of AWS Secrets Manager. */
export interface SecretsManagerEntry {
  /** Region of the entry, which needn't be the cluster's. */
  readonly region: string;
  /** Its name, e.g. `juniper-canopy/prod`. */
  readonly entry: string;
}

/** Arguments of {@link SecretsManagerIdentity}. */
export interface SecretsManagerIdentityArgs extends SecretsManagerEntry {
  readonly aws: AwsFacts;
}

/** The service account of External Secrets' operator, as its chart names it. */
const operatorAccount = { namespace: "external-secrets", serviceAccount: "external-secrets" } as const;

/**
 * What External Secrets may do in Secrets Manager: read one entry, of this account. AWS puts a dash and six characters of
 * its own behind the name.
 *
 * @see https://external-secrets.io/latest/provider/aws-secrets-manager/
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_iam-permissions.html
 */
export function entryPolicy({ entry, region }: SecretsManagerEntry): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"],
        Resource: `arn:aws:secretsmanager:${region}:*:secret:${entry}-??????`,
      },
    ],
  });
}

/**
 * A role in AWS for External Secrets' pods, given by EKS Pod Identity: it reads the application's entry and nothing else.
 *
 * Give it an AWS provider of the cluster's region: `new SecretsManagerIdentity(name, args, { providers: { aws } })`.
 */
export class SecretsManagerIdentity extends ComponentResource {
  /** What gives pods the role, which they only get when they start after it. */
  readonly association: eks.PodIdentityAssociation;

  constructor(name: string, args: SecretsManagerIdentityArgs, opts: ComponentResourceOptions = {}) {
    super("rootstock:platform:SecretsManagerIdentity", name, {}, opts);
    const { aws, entry, region } = args;
    const { role } = createRole(this, name, "pods.eks.amazonaws.com", []);
    new iam.RolePolicy(`${name}-policy`, { role: role.id, policy: entryPolicy({ entry, region }) }, { parent: this });
    this.association = new eks.PodIdentityAssociation(
      `${name}-identity`,
      { clusterName: aws.clusterName, ...operatorAccount, roleArn: role.arn },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
