"""The texts of a problem as they are on the site, in its package: so that exports stay true."""

import hashlib
from typing import Any

from judging.languages import language_table
from judging.packages import SourcePackage
from problems.archive import attachment_name
from problems.models import Problem
from problems.versions.overlay import Overlay

_LEGACY = ("legacy", "legacy-icpc")


def texts_lay_over(tree: Overlay, problem: Problem, source: SourcePackage | None) -> bool:
    """Lay titles, statements, pictures, files and languages over those of the package.

    ``source`` is the package as read; None: it has nothing yet. What is the same is left as
    it stands in the files. Returns whether anything differed.
    """
    before = dict(tree.sizes), tree.read_bytes("problem.yaml")
    is_legacy = source is not None and source.format_version in _LEGACY
    directory = "problem_statement" if is_legacy else "statement"
    _statements(tree, problem, source, directory)
    _pictures(tree, problem, directory)
    _attachments(tree, problem)
    if not is_legacy:
        _languages(tree, problem, source)
    return before != (dict(tree.sizes), tree.read_bytes("problem.yaml"))


def _statements(
    tree: Overlay, problem: Problem, source: SourcePackage | None, directory: str
) -> None:
    known = {one.language: one for one in source.statements} if source is not None else {}
    names = dict(source.names) if source is not None else {}
    titles: dict[str, str] = {}
    for statement in problem.statements.defer("html"):
        language = statement.language
        titles[language] = statement.title
        there = known.pop(language, None)
        if statement.pdf_sha256 or (there is not None and there.markdown == statement.source):
            continue
        if there is not None and there.path.endswith(".pdf"):
            tree.remove(there.path)
        path = f"{directory}/problem.{language}.md"
        tree.put(path, statement.source.encode())
        if there is not None and there.path.endswith(".md") and there.path != path:
            tree.remove(there.path)
    for gone in known.values():
        if titles and gone.path in tree.sizes:
            tree.remove(gone.path)
    if titles and titles != names:
        tree.yaml_change("problem.yaml", lambda values: values.update(name=titles))


def _pictures(tree: Overlay, problem: Problem, directory: str) -> None:
    for one in problem.statement_files.all():
        path = f"{directory}/{one.name}"
        if path not in tree.sizes or not _is(tree, path, one.sha256):
            tree.put_stored(path, attachment_name(one.sha256), one.size_bytes)


def _attachments(tree: Overlay, problem: Problem) -> None:
    there = {
        path.partition("/")[2]: path
        for path in [*tree.below("attachments"), *tree.below("materials")]
    }
    for one in problem.attachments.all():
        path = there.pop(one.name, None)
        if path is None or not _is(tree, path, one.sha256):
            tree.put_stored(
                path or f"attachments/{one.name}", attachment_name(one.sha256), one.size_bytes
            )
    for path in there.values():
        if path.startswith("attachments/"):
            tree.remove(path)


def _is(tree: Overlay, path: str, sha256: str) -> bool:
    hashed = hashlib.sha256()
    for chunk in tree.chunks(path):
        hashed.update(chunk)
    return hashed.hexdigest() == sha256


def _languages(tree: Overlay, problem: Problem, source: SourcePackage | None) -> None:
    stated = set(source.languages or ()) if source is not None else set()
    wanted = set(problem.allowed_languages)
    if stated == wanted or (source is not None and source.is_submit_answer):
        return
    codes = sorted({language_table().get(one).package_code for one in wanted})

    def change(values: dict[str, Any]) -> None:
        values.pop("languages", None)
        if codes:
            values["languages"] = codes

    tree.yaml_change("problem.yaml", change)
