import std/[sequtils, strutils]

let terms = stdin.readLine.splitWhitespace.map(parseInt)
echo terms[0] + terms[1]
