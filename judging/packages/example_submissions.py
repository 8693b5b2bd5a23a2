"""The solutions that come with a package, and what is expected of them."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from judging import answers, entry_points
from judging.languages import ANSWER, Language, language_table
from judging.names import is_source_name
from judging.packages.findings import Findings
from judging.packages.result_words import RESULT_WORDS, result_key
from judging.packages.source import (
    ExampleSubmission,
    Expectation,
    ExpectationRule,
    TimeLimitBound,
)
from judging.packages.submissions_yaml import SCORE_TOLERANCE, SubmissionsFile
from judging.packages.tree import PackageTree, has_format_name

DirectoryRules = Mapping[str, tuple[ExpectationRule, ...]]
"""Directory below submissions/ to the rules of which one must hold."""

MAX_SOURCE_FILES = 64
"""As the judge's contract has it for any submission."""

_TAG = re.compile(rb"@EXPECTED_RESULTS@:?([^\r\n]*)")
_TAG_WORD = re.compile(r"[A-Za-z][A-Za-z_-]*")
_SCORE_TAG = re.compile(rb"@EXPECTED_SCORE@:[ \t]*([0-9][0-9., \t]*)")
_PROLOG = re.compile(rb"^(\w+(\(.*\))?[ \t]*)?:-", re.MULTILINE)
_PERL = re.compile(rb"^#!.*perl|^[ \t]*(use|my|sub|while|print)\b", re.MULTILINE)
"""Both languages end their files' names with .pl."""
_PYTHON_2 = re.compile(rb"#!.*python2")


def read_example_submissions(
    tree: PackageTree,
    findings: Findings,
    rules: DirectoryRules,
    submissions_file: SubmissionsFile | None = None,
    *,
    is_scoring: bool = False,
    may_be_answers: bool = False,
) -> tuple[ExampleSubmission, ...]:
    """Every program in a direct subdirectory of ``submissions/``, in path order.

    ``may_be_answers``: files of answers stand for themselves there.
    """
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
    globs = submissions_file or SubmissionsFile()
    for entry in globs.entries:
        if not any(entry.is_about(program) for program in programs):
            findings.warning("submissions/submissions.yaml", f"{entry.glob}: matches no submission")
    reader = _Reader(
        tree, findings, rules, globs, is_scoring=is_scoring, may_be_answers=may_be_answers
    )
    return tuple(reader.read(program, files) for program, files in programs.items())


def _is_prolog(source: bytes) -> bool:
    return bool(_PROLOG.search(source)) and not _PERL.search(source)


class _Reader:
    def __init__(
        self,
        tree: PackageTree,
        findings: Findings,
        rules: DirectoryRules,
        globs: SubmissionsFile,
        *,
        is_scoring: bool,
        may_be_answers: bool,
    ) -> None:
        self._is_scoring = is_scoring
        self._may_be_answers = may_be_answers
        self._tree = tree
        self._findings = findings
        self._rules = rules
        self._globs = globs

    def read(self, program: str, files: dict[str, str]) -> ExampleSubmission:
        contents = {name: self._tree.read_bytes(path) for name, path in files.items()}
        language = self._language(program, contents)
        is_program = language is not None and language is not ANSWER
        is_large = len(files) > MAX_SOURCE_FILES or not all(map(is_source_name, files))
        if is_program and is_large:
            self._warn(program, "too many files, too long names or too deep ones to be judged")
            language = None
        return ExampleSubmission(
            path=program,
            files=files,
            language=None if language is None else language.id,
            expectations=self._expectations(program, contents),
        )

    def _language(self, program: str, contents: dict[str, bytes]) -> Language | None:
        language = language_table().for_example_submission(contents)
        if (
            language is not None
            and language.id == "perl"
            and any(map(_is_prolog, contents.values()))
        ):
            language = language_table().get("prolog")
        suffixes = {PurePosixPath(name).suffix for name in contents}
        if self._may_be_answers and suffixes <= answers.EXTENSIONS:
            return ANSWER
        for entry in self._globs.about(program):
            if entry.language is not None:
                rows = language_table().for_package_code(entry.language)
                language = next((row for row in rows if row.package_default), None)
        if any(name.endswith(".py") and is_python_2(content) for name, content in contents.items()):
            return None
        for entry in self._globs.about(program):
            stated = entry.entry_point
            if language is None or stated is None:
                continue
            found = _entry_point(language, contents)
            if found is not None and stated.removesuffix(language.extension) != found:
                self._warn(program, f"starts at {stated!r}, which can't be chosen here yet")
                return None
        return language

    def _expectations(self, program: str, contents: dict[str, bytes]) -> tuple[Expectation, ...]:
        """A tag in a source says more than the directory that the source stands in."""
        stated = [
            expectation
            for entry in self._globs.about(program)
            for expectation in entry.expectations
        ]
        tagged = self._tagged(program, contents)
        directory = program.split("/", maxsplit=1)[0]
        if tagged is not None:
            stated[:0] = [tagged] if tagged.any_of else []
        elif not self._globs.replaces(directory):
            any_of = self._rules.get(directory, ())
            if any_of:
                stated.insert(0, _expectation(f"submissions/{directory}", any_of))
        stated.extend(self._tagged_score(program, contents))
        return tuple(stated)

    def _tagged_score(self, program: str, contents: dict[str, bytes]) -> tuple[Expectation, ...]:
        found = next(filter(None, map(_SCORE_TAG.search, contents.values())), None)
        if found is None:
            return ()
        if not self._is_scoring:
            self._warn(program, "@EXPECTED_SCORE@ has no meaning for a pass-fail problem")
            return ()
        texts = [text.strip().rstrip(".") for text in found[1].decode("ascii").split(",")]
        try:
            ranges = [_about(text) for text in texts if text]
        except ValueError:
            self._warn(program, "@EXPECTED_SCORE@ must be a number, or some with commas")
            return ()
        any_of = tuple(ExpectationRule(score=score) for score in ranges)
        return (Expectation(stated_by="@EXPECTED_SCORE@", any_of=any_of),)

    def _tagged(self, program: str, contents: dict[str, bytes]) -> Expectation | None:
        """What the tags say; a text that only speaks of tags is none."""
        stated: set[frozenset[str]] = set()
        for content in contents.values():
            for found in _TAG.finditer(content):
                parts = found[1].decode("ascii", "replace").split(",")
                words = [word[0] for word in map(_TAG_WORD.search, parts) if word]
                known = [RESULT_WORDS[key] for key in map(result_key, words) if key in RESULT_WORDS]
                if known and len(known) == len(words):
                    stated.add(frozenset().union(*known))
                elif known:
                    self._warn(program, f"@EXPECTED_RESULTS@ with unknown words: {found[1]!r}")
        if not stated:
            return None
        if len(stated) > 1:
            self._warn(program, "has several @EXPECTED_RESULTS@ that differ: nothing is expected")
            return Expectation(stated_by="@EXPECTED_RESULTS@")
        final = stated.pop()
        any_of = (ExpectationRule(final=final),) if final else ()
        return _expectation("@EXPECTED_RESULTS@", any_of)

    def _warn(self, program: str, message: str) -> None:
        self._findings.warning(f"submissions/{program}", message)


def _about(text: str) -> tuple[float, float]:
    """What is meant by a number with so many digits. Raises ValueError."""
    value, decimals = float(text), len(text.partition(".")[2])
    tolerance = max(SCORE_TOLERANCE, 0.5 * 10**-decimals if decimals else 0)
    return value - tolerance, value + tolerance


def is_python_2(content: bytes) -> bool:
    """Whether a program's first line asks for Python 2, as the legacy formats allow."""
    return _PYTHON_2.match(content) is not None


def _expectation(stated_by: str, any_of: tuple[ExpectationRule, ...]) -> Expectation:
    return Expectation(stated_by=stated_by, any_of=any_of, bound=TimeLimitBound.of(*any_of))


def _entry_point(language: Language, contents: dict[str, bytes]) -> str | None:
    """Where the judge would start it, without extension; None where it makes no difference."""
    texts = {name: content.decode("utf-8", "replace") for name, content in contents.items()}
    sources = language.source_names(texts)
    if len(sources) == 1 and language.entry_point != "java-class":
        return None
    if language.entry_point == "java-class":
        return entry_points.java_main_class({name: texts[name] for name in sources})
    if language.entry_point == "main-file" and sources:
        main = language.main_file({name: texts[name] for name in sources})
        return main.removesuffix(language.extension)
    return None
