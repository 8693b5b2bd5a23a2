const MOD = 1_000_000_007n;

function times(a, b) {
  return a.map((row) =>
    [0, 1, 2].map((j) => row.reduce((sum, x, k) => (sum + x * b[k][j]) % MOD, 0n)),
  );
}

let n = BigInt(require("fs").readFileSync(0, "utf8").trim());
let result = [[1n, 0n, 0n], [0n, 1n, 0n], [0n, 0n, 1n]];
let power = [[1n, 1n, 1n], [1n, 0n, 0n], [0n, 1n, 0n]];
for (; n > 0n; n >>= 1n) {
  if (n & 1n) result = times(result, power);
  power = times(power, power);
}
console.log(result[0][0].toString());
