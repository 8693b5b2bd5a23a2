"""The solutions that come with a package, and what is expected of them."""

import re
from collections.abc import Mapping

from judging.languages import language_table
from judging.packages.findings import Findings
from judging.packages.source import ExampleSubmission, Expectation, ExpectationRule
from judging.packages.tree import PackageTree, has_format_name

DirectoryRules = Mapping[str, tuple[ExpectationRule, ...]]
"""Directory below submissions/ to the rules of which one must hold."""

MAX_SOURCE_FILES = 64
MAX_NAME_CHARS = 100
"""As the judge's contract has them for any submission."""

_TAG = re.compile(rb"@EXPECTED_RESULTS@:[ \t]*([A-Za-z_, \t-]+)")
_TAG_WORDS = {
    "CORRECT": "AC",
    "ACCEPTED": "AC",
    "WRONG_ANSWER": "WA",
    "NO_OUTPUT": "WA",
    "TIMELIMIT": "TLE",
    "TIME_LIMIT_EXCEEDED": "TLE",
    "RUN_ERROR": "RTE",
    "RUN_TIME_ERROR": "RTE",
    "MEMORY_LIMIT": "MLE",
    "OUTPUT_LIMIT": "OLE",
    "COMPILER_ERROR": "CE",
    "COMPILE_ERROR": "CE",
}
_PYTHON_2 = re.compile(rb"#!.*python2")


def read_example_submissions(
    tree: PackageTree, findings: Findings, rules: DirectoryRules
) -> tuple[ExampleSubmission, ...]:
    """Every program in a direct subdirectory of ``submissions/``, in path order."""
    programs: dict[str, dict[str, str]] = {}
    for path in sorted(tree.sizes):
        parts = path.split("/")
        if parts[0] != "submissions" or len(parts) < 3:
            continue
        if not has_format_name(path):
            findings.warning(path, "the format does not allow this name, so it is left out")
            continue
        name = parts[-1] if len(parts) == 3 else "/".join(parts[3:])
        programs.setdefault("/".join(parts[1:3]), {})[name] = path
    if not any(program.startswith("accepted/") for program in programs):
        findings.warning("submissions/accepted", "the format asks for an accepted submission here")
    return tuple(
        _read_program(tree, program, files, findings, rules) for program, files in programs.items()
    )


def _read_program(
    tree: PackageTree,
    program: str,
    files: dict[str, str],
    findings: Findings,
    rules: DirectoryRules,
) -> ExampleSubmission:
    contents = {name: tree.read_bytes(path) for name, path in files.items()}
    language = language_table().for_example_submission(files)
    if any("/" in name for name in files):
        findings.warning(f"submissions/{program}", "sources in subdirectories can't be judged yet")
        language = None
    if len(files) > MAX_SOURCE_FILES or any(len(name) > MAX_NAME_CHARS for name in files):
        findings.warning(
            f"submissions/{program}", "too many files, or too long names, to be judged"
        )
        language = None
    if any(name.endswith(".py") and _PYTHON_2.match(content) for name, content in contents.items()):
        language = None
    return ExampleSubmission(
        path=program,
        files=files,
        language=None if language is None else language.id,
        expectations=(_expectation(program, contents, findings, rules),),
    )


def _expectation(
    program: str, contents: dict[str, bytes], findings: Findings, rules: DirectoryRules
) -> Expectation:
    """A tag in a source says more than the directory that the source stands in."""
    for name, content in contents.items():
        found = _TAG.search(content)
        if not found:
            continue
        words = [
            word.strip().upper().replace("-", "_")
            for word in found[1].decode("ascii").split(",")
            if word.strip()
        ]
        unknown = [word for word in words if word not in _TAG_WORDS]
        if unknown:
            findings.warning(
                f"submissions/{program}",
                f"@EXPECTED_RESULTS@ with unknown {unknown[0]!r} in {name}",
            )
            continue
        final = frozenset(_TAG_WORDS[word] for word in words)
        return Expectation(stated_by="@EXPECTED_RESULTS@", any_of=(ExpectationRule(final=final),))
    directory = program.split("/", maxsplit=1)[0]
    return Expectation(stated_by=f"submissions/{directory}", any_of=rules.get(directory, ()))
