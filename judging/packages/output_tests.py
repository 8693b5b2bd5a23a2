"""Tests of a package's output validator: outputs that it must accept, or reject."""

from collections.abc import Callable, Iterable, Mapping

from judging.packages.findings import Findings
from judging.packages.source import OutputTest, SourceTestCase
from judging.packages.tree import PackageTree, has_format_name

_DIRECTORIES = {
    "invalid_output": False,
    "invalid_outputs": False,
    "valid_output": True,
    "valid_outputs": True,
}
"""Below ``data``; the plural is what older tools write."""

INTERACTION = ".interaction"
_NOT_BESIDE_IT = (".in.statement", ".ans.statement", ".out")


def find_output_tests(
    tree: PackageTree,
    findings: Findings,
    read_case: Callable[[str], SourceTestCase],
    *,
    samples: Iterable[str] = (),
) -> tuple[OutputTest, ...]:
    """The tests, in path order. ``samples`` are names of test cases whose ``.out`` is one, too.

    ``read_case`` says for the name of a test case how its output is validated.
    """
    tests: list[OutputTest] = []
    for path in sorted(tree.sizes):
        directory = path.removeprefix("data/").split("/")[0]
        is_one = path.startswith("data/") and path.endswith(".out") and has_format_name(path)
        if not is_one or directory not in _DIRECTORIES:
            continue
        name = path.removeprefix("data/").removesuffix(".out")
        missing = [part for part in (".in", ".ans") if f"data/{name}{part}" not in tree.sizes]
        if missing:
            findings.problem(path, f"data/{name}{missing[0]} is missing: add it")
        else:
            accepted = _DIRECTORIES[directory]
            tests.append(
                OutputTest(output_path=path, case=read_case(name), must_be_accepted=accepted)
            )
    for name in samples:
        path = f"data/{name}.out"
        if path in tree.sizes:
            tests.append(OutputTest(output_path=path, case=read_case(name), must_be_accepted=True))
    return tuple(tests)


def find_interactions(
    tree: PackageTree, findings: Findings, *, is_shown: bool
) -> Mapping[str, str]:
    """The conversations that are shown in place of samples: name of the sample to path.

    ``is_shown``: the problem is interactive or multi-pass. Elsewhere they have no meaning.
    """
    found: dict[str, str] = {}
    for path in sorted(tree.sizes):
        if not path.startswith("data/sample/") or not path.endswith(INTERACTION):
            continue
        stem = path.removesuffix(INTERACTION)
        for extension in _NOT_BESIDE_IT:
            if f"{stem}{extension}" in tree.sizes:
                findings.warning(f"{stem}{extension}", f"is not shown, since {path} is")
        if is_shown:
            found[stem.removeprefix("data/")] = path
        else:
            findings.warning(path, "has no meaning but for interactive and multi-pass problems")
    return found
