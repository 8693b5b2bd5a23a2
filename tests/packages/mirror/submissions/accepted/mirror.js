const letters = require("fs").readFileSync(0, "utf8").toLowerCase().replace(/[^a-z]/g, "");
console.log(letters === [...letters].reverse().join("") ? "yes" : "no");
