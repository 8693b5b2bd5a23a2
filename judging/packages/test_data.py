"""Finding the test cases of a package: what all formats have in common."""

from collections.abc import Mapping

from pydantic import TypeAdapter, ValidationError

from judging.packages.findings import Findings
from judging.packages.manifest import MAX_TEST_CASES, TestCaseName
from judging.packages.source import in_name_order
from judging.packages.tree import PackageTree, has_format_name

_CASE_NAME: TypeAdapter[str] = TypeAdapter(TestCaseName)


def find_test_cases(
    tree: PackageTree,
    findings: Findings,
    *,
    any_names: bool = False,
    may_be_samples_only: bool = False,
) -> list[str]:
    """Names of the test cases in judging order. What is wrong with any goes to ``findings``.

    A name that the formats don't allow is as good as not there, unless ``any_names`` are read, as
    tools do with legacy packages.
    2025-09 asks for secret data; those before it may have samples only (``may_be_samples_only``).
    An ``.in`` makes a test case, and then there must be an ``.ans``; an ``.ans`` alone
    is a problem too, since it may be a test case whose input was lost.
    """
    names: list[str] = []
    for path in tree.sizes:
        if not path.startswith(("data/sample/", "data/secret/")):
            continue
        case, is_file_of_case, _ = path.partition(".files/")
        if is_file_of_case:
            if f"{case}.in" not in tree.sizes:
                findings.problem(path, f"there is no test case {case}.in: add it or remove this")
            continue
        stem, dot, extension = path.rpartition(".")
        if extension == "in" and dot:
            if not any_names and not has_format_name(path):
                findings.warning(path, "the format does not allow this name, so it is left out")
            elif f"{stem}.ans" not in tree.sizes:
                findings.problem(path, f"its answer {stem}.ans is missing: add it")
            elif _is_case_name(stem.removeprefix("data/"), path, findings):
                names.append(stem.removeprefix("data/"))
        elif extension != "ans" or not dot or not (any_names or has_format_name(path)):
            continue
        elif f"{stem}.in" not in tree.sizes:
            findings.problem(path, f"its input {stem}.in is missing: add it or remove this one")
    if not any(name.startswith("secret/") for name in names):
        say = findings.warning if names and may_be_samples_only else findings.problem
        say("data/secret", "no test cases here: add at least one")
    if len(names) > MAX_TEST_CASES:
        findings.problem("data", f"{len(names)} test cases; at most {MAX_TEST_CASES} are accepted")
    return in_name_order(names)


def parents(name: str) -> list[str]:
    """A test case's directories, innermost first: of ``secret/a/b`` ``secret/a``, ``secret``."""
    parts = name.split("/")
    return ["/".join(parts[:length]) for length in range(len(parts) - 1, 0, -1)]


def shown_path(tree: PackageTree, name: str, extensions: tuple[str, ...]) -> str | None:
    """The first file that there is in place of a test case's own, for showing in a statement."""
    paths = (f"data/{name}{extension}" for extension in extensions)
    return next((path for path in paths if path in tree.sizes), None)


def by_directory(tree: PackageTree, file_name: str) -> Mapping[str, str]:
    """Where a file of this name lies below ``data``: directory (as in case names) to path."""
    return {
        path.removeprefix("data").removesuffix(file_name).strip("/"): path
        for path in tree.sizes
        if path.startswith("data/") and path.split("/")[-1] == file_name
    }


def _is_case_name(name: str, path: str, findings: Findings) -> bool:
    try:
        _CASE_NAME.validate_python(name)
    except ValidationError:
        findings.problem(
            path, "at most 8 directories deep, 255 characters long and of plain signs: rename it"
        )
        return False
    return True
