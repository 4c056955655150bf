// Nobody sees where a planned resource was asked for, and finding out costs half a second.
if (process.env["NODE_V8_COVERAGE"] === undefined) process.setSourceMapsEnabled(false);

import { outliveReaders } from "../plan/broken-pipe";
import { rootstock } from "./program";

outliveReaders();
void rootstock(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
