import { greet } from "./voice.js";
import { readFileSync } from "node:fs";

for (const name of readFileSync(0, "utf8").trim().split("\n").slice(1)) console.log(greet(name));
