"""A bare heap of test cases: ``1.in`` with ``1.out`` (or ``.ans``, ``.a``), ``input1.txt`` with
``output1.txt``. What such a package can't say is taken from the site's defaults, with a warning."""

import re
from pathlib import PurePosixPath

from judging.limits import Limits
from judging.packages.findings import Findings
from judging.packages.limits_section import UNSTATED_MEMORY_MIB, UNSTATED_TIME_LIMIT_MS
from judging.packages.manifest import MAX_TEST_CASES, ValidatorFlags
from judging.packages.source import (
    SourcePackage,
    SourceTestCase,
    Statement,
    TimeLimitRule,
    in_name_order,
)
from judging.packages.tree import PackageTree, has_format_name
from judging.packages.yaml_file import read_text

FORMAT = "plain"

_ANSWERS = (".out", ".ans", ".a")
_INPUT = re.compile(r"(?P<stem>.+)\.in")
_NUMBERED_INPUT = re.compile(r"(?P<before>.*)input(?P<number>[0-9]+)\.txt")
_NUMBER = re.compile(r"[0-9]+")
_STATEMENTS = ("problem.md", "statement.md", "README.md")
_DEEPEST = 2
"""A name, or a name in one directory."""


def is_plain(tree: PackageTree) -> bool:
    """Whether there are test cases at the top or in one directory, and no package around."""
    tops = {path.split("/")[0] for path in tree.sizes if "/" in path}
    return not tops & {"data", "submissions"} and bool(_pairs(tree))


def read_plain(tree: PackageTree, findings: Findings) -> SourcePackage:
    """Read the test cases; what can't be honoured goes to ``findings``."""
    pairs = _pairs(tree)
    named: dict[str, tuple[str, str]] = {}
    for input_path, answer_path in pairs.items():
        if answer_path is None:
            findings.problem(input_path, "its answer is missing: add it, such as 1.out for 1.in")
            continue
        name = _case_name(input_path)
        if not has_format_name(name):
            findings.problem(
                input_path, "letters, digits, '.', '_', '-' are allowed in names: rename it"
            )
        elif name in named:
            findings.problem(input_path, f"means the same test case as {named[name][0]}: rename it")
        else:
            named[name] = (input_path, answer_path)
    if len(named) > MAX_TEST_CASES:
        findings.problem("", f"{len(named)} test cases; at most {MAX_TEST_CASES} are accepted")
    statement = _statement(tree, findings)
    used = {path for pair in pairs.items() for path in pair} | {statement.path}
    for path in sorted(set(tree.sizes) - used):
        findings.warning(path, "is no part of a test case, so it is left out")
    findings.warning(
        "",
        f"a zip of test cases says nothing else: title {tree.name!r}, "
        f"{UNSTATED_TIME_LIMIT_MS / 1000:g} s, {UNSTATED_MEMORY_MIB} MiB are taken",
    )
    return SourcePackage(
        short_name=tree.name,
        format_version=FORMAT,
        names={statement.language: tree.name},
        statements=(statement,),
        limits=Limits(cpu_time_ms=UNSTATED_TIME_LIMIT_MS, memory_kib=UNSTATED_MEMORY_MIB * 1024),
        time_limit=TimeLimitRule(
            is_stated=False, ac_to_time_limit=2.0, time_limit_to_tle=1.5, resolution_s=1.0
        ),
        test_cases=tuple(
            SourceTestCase(
                name=name,
                input_path=named[name][0],
                answer_path=named[name][1],
                validator_flags=ValidatorFlags(),
            )
            for name in in_name_order(named)
        ),
        submissions=(),
        tree=tree,
    )


def _pairs(tree: PackageTree) -> dict[str, str | None]:
    """Path of each input to that of its answer, None where there is none."""
    pairs: dict[str, str | None] = {}
    for path in sorted(tree.sizes):
        if path.count("/") >= _DEEPEST:
            continue
        if found := _INPUT.fullmatch(path):
            answers = [f"{found['stem']}{extension}" for extension in _ANSWERS]
        elif found := _NUMBERED_INPUT.fullmatch(path):
            answers = [f"{found['before']}output{found['number']}.txt"]
        else:
            continue
        pairs[path] = next((answer for answer in answers if answer in tree.sizes), None)
    return pairs


def _case_name(input_path: str) -> str:
    """Numbers are padded, so that the order by name is the order by number."""
    path = PurePosixPath(input_path)
    found = _NUMBERED_INPUT.fullmatch(path.name)
    stem = f"{found['before']}{found['number']}" if found else path.stem
    group = "sample" if path.as_posix().lower().startswith("sample") else "secret"
    return f"{group}/" + _NUMBER.sub(lambda number: number[0].zfill(4), stem)


def _statement(tree: PackageTree, findings: Findings) -> Statement:
    path = next((name for name in _STATEMENTS if name in tree.sizes), None)
    if path is None:
        findings.warning("", f"no statement ({_STATEMENTS[0]}): an empty one is taken")
        return Statement(language="en", markdown="", path="")
    return Statement(language="en", markdown=read_text(tree, path, findings) or "", path=path)
