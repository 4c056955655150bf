// The compared application as cdk8s-plus makes it with its defaults. Arguments: its services (JSON), and a folder.
const [, , services, folder] = process.argv;
const { createRequire } = require("node:module");
// This file stands in the repository, the packages in the cache, where the command installs them and runs this.
const packages = createRequire(`${process.cwd()}/`);
const { App, Chart } = packages("cdk8s");
const { Deployment } = packages("cdk8s-plus-34");

const app = new App({ outdir: folder, outputFileExtension: ".yaml" });
const chart = new Chart(app, "shop");
for (const { name, image, port } of JSON.parse(services)) {
  const deployment = new Deployment(chart, name, { containers: [{ name, image, portNumber: port }] });
  deployment.exposeViaIngress(`/${name}`, { ports: [{ port: 80, targetPort: port }] });
}
app.synth();
