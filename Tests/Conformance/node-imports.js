// Stands in for the suites' own imports: Debian's ws and chai instead of packages from npm.
import { createRequire } from "node:module";

const require = createRequire("/usr/share/nodejs/");
const chai = require("chai");

chai.use((chai, utils) => {
  chai.Assertion.addMethod("startsWith", function (prefix) {
    this.assert(this._obj.startsWith(prefix), `expected #{this} to start with "${prefix}"`);
  });
});

globalThis.WebSocket = require("ws").WebSocket ?? require("ws");
globalThis.chai = chai;
