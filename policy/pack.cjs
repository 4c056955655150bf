// Pulumi compiles a policy pack's TypeScript by itself, with settings of its own that this project's code isn't written
// for: so the pack begins in JavaScript, and tsx runs the rest as everywhere else here.
require("tsx/cjs");
require("./pack.ts");
