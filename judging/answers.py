"""Answers that are handed in instead of a program (problems of type submit-answer).

The package format leaves it open how. Here several files hold one answer each and are named
after their test cases (``01.out``), and one file holds the answer to every test case, unless it
is divided: a line ``=== 01`` begins the answer to the test case ``01`` (or ``secret/01``).
"""

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

HEADING = "=== "
EXTENSIONS = frozenset({".out", ".ans", ".txt"})


def answers_by_case(files: Mapping[str, str], cases: Iterable[str]) -> dict[str, str]:
    """The answers by name of the test case; those that no file answers are missing."""
    known = _by_short_name(cases)
    if len(files) != 1:
        stems = {str(PurePosixPath(name).with_suffix("")): text for name, text in files.items()}
        return {known[stem]: text for stem, text in stems.items() if stem in known}
    (text,) = files.values()
    return _divided(text, known) or dict.fromkeys(known.values(), text)


def bundled(files: Mapping[str, str]) -> str:
    """Several files of answers as one text that is divided in the same way."""
    if len(files) == 1:
        return next(iter(files.values()))
    return "".join(
        f"{HEADING}{PurePosixPath(name).with_suffix('')}\n{text}" + "\n" * (text[-1:] not in "\n")
        for name, text in sorted(files.items())
    )


def _by_short_name(cases: Iterable[str]) -> dict[str, str]:
    """Test cases by each name that means one of them alone."""
    names = list(cases)
    known: dict[str, str] = {}
    for name in names:
        short = name.partition("/")[2]
        if sum(other.partition("/")[2] == short for other in names) == 1:
            known[short] = name
    # Where a sample and a secret test case have one name, it means the secret one.
    known |= {name.partition("/")[2]: name for name in names if name.startswith("secret/")}
    return known | {name: name for name in names}


def _divided(text: str, known: Mapping[str, str]) -> dict[str, str]:
    """The answers under headings; empty where the first line is none."""
    answers: dict[str, list[str]] = {}
    current: list[str] | None = None
    for line in text.splitlines(keepends=True):
        name = line.removeprefix(HEADING).strip() if line.startswith(HEADING) else ""
        if name in known:
            current = answers.setdefault(known[name], [])
        elif current is None:
            return {}
        else:
            current.append(line)
    return {name: "".join(lines) for name, lines in answers.items()}
