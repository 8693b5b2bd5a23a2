"""Making a package of a version and edits to it."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import uuid4

from judging.packages import PackageProblem, PackageRefused, SourcePackage, export_package, read
from judging.packages.export_common import number
from judging.packages.exporting import FORMATS
from problems.models import Problem
from problems.versions.operations import (
    CaseNames,
    Operation,
    PutCase,
    PutFile,
    RemoveCase,
    RemoveFile,
    SetGroup,
    SetLimits,
    SetValidator,
)
from problems.versions.overlay import Overlay
from problems.versions.site_texts import texts_lay_over

MODERN = "2025-09"
POLYGON = "polygon"
_MODERN_ONLY = (SetGroup, SetValidator)
_UNSTATED_TIME_LIMIT_S = 2
_UNSTATED_MEMORY_MIB = 512


def package_edited(
    problem: Problem, base: Path | None, operations: Iterable[Operation], into: Path
) -> Overlay:
    """The problem's package ``base`` (None: there is none yet) with the edits, and with the
    texts as they are on the site.

    ``into`` is a directory to work in. What comes of it is still to be read, which tells what
    is wrong with it by file and line. Raises PackageRefused, and InvalidInputError.
    """
    wanted = list(operations)
    tree, names = _base(problem, base, wanted, into)
    for operation in wanted:
        renamed = names.apply(operation)
        _apply(tree, operation, renamed)
    return tree


def tests_taken_over(
    problem: Problem, base: Path | None, given: SourcePackage, into: Path
) -> Overlay:
    """The problem's package with the test cases of bare test data in place of its own."""
    tree, names = _base(problem, base, [], into)
    for name in names.in_order:
        for path in tree.case_paths(name):
            tree.remove(path)
    for case in given.test_cases:
        tree.put_from(f"data/{case.name}.in", given.tree, case.input_path)
        tree.put_from(f"data/{case.name}.ans", given.tree, case.answer_path)
    return tree


def _base(
    problem: Problem, base: Path | None, operations: list[Operation], into: Path
) -> tuple[Overlay, CaseNames]:
    if base is None:
        tree = _skeleton(problem)
        texts_lay_over(tree, problem, None)
        return tree, CaseNames([])
    source = _editable(read(base, for_judging_only=True), operations, into)
    tree = Overlay(problem.slug, source.tree)
    texts_lay_over(tree, problem, source)
    return tree, CaseNames(case.name for case in source.test_cases)


def _skeleton(problem: Problem) -> Overlay:
    tree = Overlay(problem.slug)
    tree.yaml_change(
        "problem.yaml",
        lambda values: values.update(
            problem_format_version=MODERN,
            name={},
            uuid=problem.package_uuid or str(uuid4()),
            limits={"time_limit": _UNSTATED_TIME_LIMIT_S, "memory": _UNSTATED_MEMORY_MIB},
        ),
    )
    return tree


def _editable(source: SourcePackage, operations: list[Operation], into: Path) -> SourcePackage:
    """The package in a format whose files the edits can be made to."""
    needs_modern = any(isinstance(one, _MODERN_ONLY) for one in operations)
    if source.format_version == MODERN:
        return source
    if source.format_version in FORMATS and not needs_modern:
        return source
    if source.grading.groups:
        is_of_polygon = source.format_version == POLYGON
        where = "its points and groups in Polygon" if is_of_polygon else "its testdata.yaml files"
        message = (
            f"{source.format_version} grades this package by groups of its own, which 2025-09 "
            f"can't say alike: change {where} and upload it again, or upload it in 2025-09"
        )
        raise PackageRefused([PackageProblem(file="", line=None, message=message)])
    return read(export_package(source, MODERN, into).path, for_judging_only=True)


def _apply(tree: Overlay, operation: Operation, renamed: dict[str, str]) -> None:
    moves = {}
    for old, new in renamed.items():
        for path in tree.case_paths(old):
            moves[path] = f"data/{new}{path.removeprefix(f'data/{old}')}"
    tree.move(moves)
    match operation:
        case PutCase():
            _put_case(tree, operation)
        case RemoveCase():
            for path in tree.case_paths(operation.name):
                tree.remove(path)
        case SetGroup():
            _set_group(tree, operation)
        case SetLimits():
            _set_limits(tree, operation)
        case SetValidator():
            _set_validator(tree, operation)
        case PutFile():
            tree.put_content(operation.path, operation.content)
        case RemoveFile():
            if operation.path not in tree.sizes:
                message = "there is no such file to remove"
                raise PackageRefused(
                    [PackageProblem(file=operation.path, line=None, message=message)]
                )
            tree.remove(operation.path)
        case _:
            pass


def _put_case(tree: Overlay, operation: PutCase) -> None:
    place = f"data/{operation.name}"
    if operation.input is not None:
        tree.put_content(f"{place}.in", operation.input)
    if operation.answer is not None:
        tree.put_content(f"{place}.ans", operation.answer)
    if operation.description is None:
        return
    if _is_legacy(tree):
        tree.put(f"{place}.desc", operation.description.encode())
    else:
        _yaml_set(tree, f"{place}.yaml", {"description": operation.description})


def _set_group(tree: Overlay, operation: SetGroup) -> None:
    def to_points(values: dict[str, Any]) -> None:
        kinds = values.get("type") or "pass-fail"
        words = kinds if isinstance(kinds, list) else str(kinds).split()
        kept = [word for word in words if word not in {"pass-fail", "scoring"}]
        values["type"] = ["scoring", *kept] if kept else "scoring"

    tree.yaml_change("problem.yaml", to_points)
    stated: dict[str, Any] = {
        "max_score": operation.max_score,
        "score_aggregation": operation.aggregation,
        "require_pass": None if operation.require_pass is None else list(operation.require_pass),
    }
    _yaml_set(
        tree,
        f"data/{operation.name}/test_group.yaml",
        {key: value for key, value in stated.items() if value is not None},
    )


def _set_limits(tree: Overlay, operation: SetLimits) -> None:
    stated = {
        "time_limit": (operation.time_limit_ms, 1000),
        "memory": (operation.memory_limit_kib, 1024),
        "output": (operation.output_limit_bytes, 1024 * 1024),
        "code": (operation.source_limit_bytes, 1024),
    }

    def change(values: dict[str, Any]) -> None:
        limits = values.get("limits")
        limits = dict(limits) if isinstance(limits, dict) else {}
        limits |= {
            key: number(value / factor)
            for key, (value, factor) in stated.items()
            if value is not None
        }
        values["limits"] = limits

    tree.yaml_change("problem.yaml", change)


def _set_validator(tree: Overlay, operation: SetValidator) -> None:
    if operation.mode is not None:

        def to_kind(values: dict[str, Any]) -> None:
            kinds = values.get("type") or "pass-fail"
            words = kinds if isinstance(kinds, list) else str(kinds).split()
            kept = [word for word in words if word != "interactive"]
            if operation.mode == "interactive":
                kept.append("interactive")
            kept = [word for word in kept if word != "pass-fail" or len(kept) == 1]
            values["type"] = kept[0] if len(kept) == 1 else kept or "pass-fail"

        tree.yaml_change("problem.yaml", to_kind)
    if operation.mode == "default" or operation.files is not None:
        for path in tree.below("output_validator"):
            tree.remove(path)
    for file in operation.files or ():
        tree.put_content(f"output_validator/{file.name}", file.content)
    if operation.flags is not None:
        for group in ("sample", "secret"):
            if tree.below(f"data/{group}"):
                _yaml_set(
                    tree,
                    f"data/{group}/test_group.yaml",
                    {"output_validator_args": list(operation.flags)},
                )


def _yaml_set(tree: Overlay, path: str, stated: dict[str, Any]) -> None:
    tree.yaml_change(path, lambda values: values.update(stated))


def _is_legacy(tree: Overlay) -> bool:
    text = tree.read_bytes("problem.yaml") if "problem.yaml" in tree.sizes else b""
    return not any(version in text for version in (b"2025-09", b"2023-07-draft"))
