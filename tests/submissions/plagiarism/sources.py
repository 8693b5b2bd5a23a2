"""Programs for comparisons: honest ones, copies in disguise, and hostile ones."""

import random
import re

GIVEN = """
int read_all(std::istream& in, std::vector<long long>& into) {
    long long value, count = 0;
    while (in >> value) { into.push_back(value * 3 - 1); ++count; }
    if (count > 1000000) throw std::runtime_error("too many");
    return static_cast<int>(count);
}
"""

_STATEMENTS = (
    "{a}.push_back({b} + {n});",
    "for (int i = {n}; i < (int){a}.size(); i += {m}) {b} ^= {a}[i] * {n};",
    "if ({b} % {n} == {m}) {{ {b} /= {m}; continue; }}",
    "std::sort({a}.begin() + {m}, {a}.end(), std::greater<>());",
    "while ({b} > {n} && !{a}.empty()) {{ {b} -= {a}.back(); {a}.pop_back(); }}",
    "std::cout << {b} << (({b} & {m}) ? '\\n' : ' ');",
    "auto {c} = std::lower_bound({a}.begin(), {a}.end(), {b} - {n});",
    "switch ({b} & {m}) {{ case {n}: ++{b}; break; default: {b} += {m}; }}",
    "do {{ {b} = ({b} * {n} + {m}) % 998244353; }} while ({b} > {m} * {n});",
    "std::map<int, std::string> {c}; {c}[{n}] = std::to_string({b});",
    'throw_unless({a}.size() > {n}u, "{c} is short by {m}");',
    "{b} = std::accumulate({a}.rbegin(), {a}.rend(), {m}LL << {n});",
)


def program(seed: int, lines: int = 100) -> str:
    """A program of its own, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    body = []
    for _ in range(lines - 4):
        names = {name: f"{name}{chance.randrange(40)}" for name in "abc"}
        pattern = chance.choice(_STATEMENTS)
        numbers = {"n": chance.randrange(2, 99), "m": chance.randrange(1, 9)}
        body.append("    " + pattern.format(**names, **numbers))
    return "\n".join(["#include <bits/stdc++.h>", "int main() {", *body, "    return 0;", "}"])


def disguised(source: str) -> str:
    """The same with other names, comments and spaces."""
    renamed = re.sub(r"\b([abc])(\d+)\b", r"my_\1_\2_value", source)
    return "\n\n" + renamed.replace(";\n", ";  // I wrote this\n\n").replace("    ", "\t")


HOSTILE = {
    "one endless line": "x=" * 30_000,
    "nothing but brackets": "(" * 60_000,
    "an open comment": "/*" + "*" * 60_000,
    "an open string of escapes": '"' + "\\" * 60_001,
    "no text at all": "\x01\x02\ud7ff" * 20_000,
    "empty": "",
}
