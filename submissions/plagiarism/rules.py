"""Which sources are compared, what hangs together, and where in a text a range is; pure."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from judging.languages import UnknownLanguageError, language_table
from submissions.plagiarism.models import Keeps


@dataclass(frozen=True, kw_only=True)
class Handed:
    """A submission, as far as the choice needs it."""

    submission_id: int
    user_id: int
    problem_id: int
    language: str
    is_accepted: bool
    score: float | None


def kind_of(language: str) -> str:
    """The usual ending of the language's files: by it cpp17 and cpp20 are compared."""
    try:
        return language_table().get(language).extension
    except UnknownLanguageError:
        return ".txt"


def groups_of(handed: Iterable[Handed], keeps: str) -> dict[tuple[int, str], list[int]]:
    """Submissions that are compared with each other, by problem and kind of language: one of
    each person. Groups of a single one are left out."""
    chosen: dict[tuple[int, str, int], Handed] = {}
    for one in handed:
        key = (one.problem_id, kind_of(one.language), one.user_id)
        former = chosen.get(key)
        if former is None or _worth(one, keeps) > _worth(former, keeps):
            chosen[key] = one
    groups: dict[tuple[int, str], list[int]] = defaultdict(list)
    for (problem_id, kind, _), one in sorted(chosen.items()):
        groups[problem_id, kind].append(one.submission_id)
    return {key: ids for key, ids in groups.items() if len(ids) > 1}


def _worth(one: Handed, keeps: str) -> tuple[bool, float, int]:
    if keeps == Keeps.LAST:
        return (False, 0.0, one.submission_id)
    return (one.is_accepted, one.score or 0.0, one.submission_id)


def clusters_of(pairs: Iterable[tuple[int, int]]) -> list[frozenset[int]]:
    """What hangs together by pairs, the largest first."""
    parents: dict[int, int] = {}

    def root(one: int) -> int:
        parents.setdefault(one, one)
        while parents[one] != one:
            parents[one] = parents[parents[one]]
            one = parents[one]
        return one

    for left, right in pairs:
        parents[root(left)] = root(right)
    members: dict[int, set[int]] = defaultdict(set)
    for one in list(parents):
        members[root(one)].add(one)
    return sorted(map(frozenset, members.values()), key=lambda them: (-len(them), min(them)))


@dataclass(frozen=True)
class Text:
    """A source as it is compared: with one kind of line end, without empty lines before it."""

    compared: str
    lines_before: int

    @classmethod
    def of(cls, source: str) -> "Text":
        text = source.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
        compared = text.strip("\n")
        return cls(compared, len(text) - len(text.lstrip("\n")))

    def regions(self, ranges: Sequence[Sequence[int]]) -> list[list[int]]:
        """Start line, start column, end line and end column of each range of offsets."""
        starts = [0, *(at + 1 for at, char in enumerate(self.compared) if char == "\n")]

        def place(offset: int) -> list[int]:
            line = bisect_right(starts, offset)
            return [line + self.lines_before, offset - starts[line - 1] + 1]

        return [[*place(start), *place(end)] for start, end in ranges]
