// Libraries that are no TypeScript, loaded before tsx: it looks into every file that is loaded after it, which makes
// these take twice as long, more than a second of each command.
require("@pulumi/pulumi");
require("@pulumi/kubernetes");
