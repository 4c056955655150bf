import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stackFileSchema } from "./stack-file-schema";

const file = join(__dirname, "stack-file.schema.json");
writeFileSync(file, `${JSON.stringify(stackFileSchema(), null, 2)}\n`);
console.log(`Written to ${file}`);
