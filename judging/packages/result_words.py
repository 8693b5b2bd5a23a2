"""The words that packages have for results: of tags in sources, and of directories."""

from collections.abc import Mapping

RESULT_WORDS: Mapping[str, frozenset[str]] = {
    "CORRECT": frozenset({"AC"}),
    "ACCEPTED": frozenset({"AC"}),
    "WRONG_ANSWER": frozenset({"WA"}),
    "PRESENTATION_ERROR": frozenset({"WA"}),
    "NO_OUTPUT": frozenset({"WA"}),
    "TIMELIMIT": frozenset({"TLE"}),
    "TIME_LIMIT": frozenset({"TLE"}),
    "TIME_LIMIT_EXCEEDED": frozenset({"TLE"}),
    "RUN_ERROR": frozenset({"RTE"}),
    "RUN_TIME_ERROR": frozenset({"RTE"}),
    "RUNTIME_ERROR": frozenset({"RTE"}),
    # Running out of memory is an exception in many languages.
    "MEMORY_LIMIT": frozenset({"MLE", "RTE"}),
    "MEMORY_LIMIT_EXCEEDED": frozenset({"MLE", "RTE"}),
    "OUTPUT_LIMIT": frozenset({"OLE"}),
    "OUTPUT_LIMIT_EXCEEDED": frozenset({"OLE"}),
    "COMPILER_ERROR": frozenset({"CE"}),
    "COMPILE_ERROR": frozenset({"CE"}),
    "CHECK_MANUALLY": frozenset(),
}
"""To words of this judge, of which one is meant; none: nothing can be told by a machine."""


def result_key(word: str) -> str:
    """How a word stands in the table: ``Wrong-Answer`` as ``WRONG_ANSWER``."""
    return word.upper().replace("-", "_")
