import { PolicyPack } from "@pulumi/policy";
import { Config } from "@pulumi/pulumi";
import { environments } from "../components/environment";
import { rules } from "./index";
import { title } from "./objects";
import { contextOf, objectsOf } from "./stack-resources";

const stated = new Config("rootstock").get("environment");
/** The strictest, for a stack that doesn't say. */
const environment = environments.find((candidate) => candidate === stated) ?? "prod";

// Everything is made by the constructor, and the engine finds it there.
new PolicyPack("rootstock", {
  policies: rules.map((rule) => ({
    name: rule.name,
    description: rule.reason,
    enforcementLevel: rule.enforcement?.[environment] ?? "mandatory",
    validateStack: ({ resources }, report) => {
      const context = contextOf(resources, environment);
      if (context === undefined) return;
      const urns = new Map(objectsOf(resources).map(({ object, urn }) => [title(object), urn]));
      for (const { object, message } of rule.check(context)) {
        report(`${title(object)} ${message}`, urns.get(title(object)));
      }
    },
  })),
});
