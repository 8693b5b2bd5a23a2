import { greet } from "./a_voice.mjs";
import { readFileSync } from "node:fs";

for (const name of readFileSync(0, "utf8").trim().split("\n").slice(1)) console.log(greet(name));
