import * as ec2 from "@pulumi/aws/ec2";
import { ComponentResource, type ComponentResourceOptions, type Output, type Resource } from "@pulumi/pulumi";
import { subnetLayout } from "./cidr";

/** Arguments of {@link EksNetwork}. */
export interface EksNetworkArgs {
  /** The cluster's name: subnets are tagged with it. */
  readonly clusterName: string;
  /** Zones, each with a public and a private subnet. */
  readonly zones: readonly string[];
  /** Addresses of the VPC. */
  readonly cidr: string;
  /** One NAT gateway for all zones, or one in each. */
  readonly natGateways: "one" | "per-zone";
}

/**
 * A VPC whose private subnets hold nodes and pods, and whose public ones hold load balancers and NAT gateways. The
 * tags are those by which the cloud controller finds subnets for load balancers.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
 */
export class EksNetwork extends ComponentResource {
  readonly vpcId: Output<string>;
  readonly publicSubnetIds: readonly Output<string>[];
  readonly privateSubnetIds: readonly Output<string>[];
  /** What must exist before nodes can reach the internet, and stay until they are gone. */
  readonly internet: readonly Resource[];

  constructor(name: string, args: EksNetworkArgs, opts: ComponentResourceOptions = {}) {
    super("rootstock:cluster:EksNetwork", name, {}, opts);
    const vpc = new ec2.Vpc(
      `${name}-vpc`,
      { cidrBlock: args.cidr, enableDnsSupport: true, enableDnsHostnames: true, tags: { Name: args.clusterName } },
      { parent: this },
    );
    const gateway = new ec2.InternetGateway(
      `${name}-internet`,
      { vpcId: vpc.id, tags: { Name: args.clusterName } },
      { parent: this },
    );
    const publicSubnets = createSubnets(this, name, args, vpc, "public");
    const privateSubnets = createSubnets(this, name, args, vpc, "private");
    const publicRoutes = createRoutes(this, `${name}-public`, vpc, { gatewayId: gateway.id });
    const publicAssociations = publicSubnets.map((subnet, index) =>
      associate(this, `${name}-public-${String(index)}`, subnet, publicRoutes.table),
    );

    const nats = publicSubnets
      .slice(0, args.natGateways === "one" ? 1 : undefined)
      .map((subnet, index) => createNat(this, `${name}-nat-${String(index)}`, args, subnet, publicRoutes.route));
    const privateRoutes = nats.map((nat, index) =>
      createRoutes(this, `${name}-private-${String(index)}`, vpc, { natGatewayId: nat.id }),
    );
    const privateAssociations = privateSubnets.flatMap((subnet, index) => {
      const routes = privateRoutes[index % privateRoutes.length];
      return routes === undefined ? [] : [associate(this, `${name}-private-${String(index)}`, subnet, routes.table)];
    });

    this.vpcId = vpc.id;
    this.publicSubnetIds = publicSubnets.map((subnet) => subnet.id);
    this.privateSubnetIds = privateSubnets.map((subnet) => subnet.id);
    this.internet = [...privateRoutes.map(({ route }) => route), ...privateAssociations, ...publicAssociations];
    this.registerOutputs({ vpcId: this.vpcId });
  }
}

/** Public subnets serve load balancers of the internet, private ones internal load balancers. */
const roleTags = { public: "kubernetes.io/role/elb", private: "kubernetes.io/role/internal-elb" } as const;

function createSubnets(
  parent: EksNetwork,
  name: string,
  args: EksNetworkArgs,
  vpc: ec2.Vpc,
  role: "public" | "private",
): ec2.Subnet[] {
  return subnetLayout(args.cidr, args.zones.length)[role].map(
    (cidrBlock, index) =>
      new ec2.Subnet(
        `${name}-${role}-${String(index)}`,
        {
          vpcId: vpc.id,
          cidrBlock,
          ...(args.zones[index] !== undefined && { availabilityZone: args.zones[index] }),
          tags: {
            Name: `${args.clusterName}-${role}-${args.zones[index] ?? ""}`,
            [roleTags[role]]: "1",
            [`kubernetes.io/cluster/${args.clusterName}`]: "shared",
          },
        },
        { parent },
      ),
  );
}

function createRoutes(
  parent: EksNetwork,
  name: string,
  vpc: ec2.Vpc,
  target: { readonly gatewayId: Output<string> } | { readonly natGatewayId: Output<string> },
): { readonly table: ec2.RouteTable; readonly route: ec2.Route } {
  const table = new ec2.RouteTable(`${name}-routes`, { vpcId: vpc.id, tags: { Name: name } }, { parent });
  const route = new ec2.Route(
    `${name}-default`,
    { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", ...target },
    { parent },
  );
  return { table, route };
}

function associate(
  parent: EksNetwork,
  name: string,
  subnet: ec2.Subnet,
  table: ec2.RouteTable,
): ec2.RouteTableAssociation {
  return new ec2.RouteTableAssociation(
    `${name}-association`,
    { subnetId: subnet.id, routeTableId: table.id },
    { parent },
  );
}

/** A NAT gateway works once its subnet has a way to the internet, which no input of it says. */
function createNat(
  parent: EksNetwork,
  name: string,
  args: EksNetworkArgs,
  subnet: ec2.Subnet,
  route: ec2.Route,
): ec2.NatGateway {
  const tags = { Name: args.clusterName };
  const address = new ec2.Eip(`${name}-address`, { domain: "vpc", tags }, { parent });
  return new ec2.NatGateway(
    `${name}-gateway`,
    { subnetId: subnet.id, allocationId: address.id, tags },
    { parent, dependsOn: [route] },
  );
}
