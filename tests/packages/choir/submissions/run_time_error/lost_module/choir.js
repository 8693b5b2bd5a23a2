import { greet } from "./voice.mjs";
console.log(greet("x"));
