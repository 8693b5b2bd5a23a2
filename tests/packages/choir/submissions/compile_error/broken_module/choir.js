import { greet } from "./voice.js";
console.log(greet("x");
