// What a suite covers is told by the process that runs them; commands that it starts would take more than twice as long.
delete process.env["NODE_V8_COVERAGE"];
