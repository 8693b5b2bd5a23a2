"""What the formats expect of example submissions by the directory that they stand in."""

from judging.packages.example_submissions import DirectoryRules
from judging.packages.result_words import RESULT_WORDS
from judging.packages.source import ExpectationRule

_OF_OTHER_TOOLS: DirectoryRules = {
    word.lower(): (ExpectationRule(final=meant),) for word, meant in RESULT_WORDS.items() if meant
}
"""The formats don't know these directories; DOMjudge goes by their names."""

LEGACY_RULES: DirectoryRules = {
    **_OF_OTHER_TOOLS,
    "accepted": (ExpectationRule(permitted=frozenset({"AC"})),),
    "wrong_answer": (ExpectationRule(final=frozenset({"WA"})),),
    # "May also give wrong answer but not crash": the wrong answer may come first.
    "time_limit_exceeded": (
        ExpectationRule(final=frozenset({"TLE"})),
        ExpectationRule(permitted=frozenset({"AC", "WA", "TLE"}), required=frozenset({"TLE"})),
    ),
    "run_time_error": (ExpectationRule(required=frozenset({"RTE"})),),
    "rejected": (ExpectationRule(required=frozenset({"WA", "TLE", "RTE"})),),
    "compile_error": (ExpectationRule(final=frozenset({"CE"})),),
}

LEGACY_SCORING_RULES: DirectoryRules = {
    **LEGACY_RULES,
    "accepted": (ExpectationRule(permitted=frozenset({"AC"}), final=frozenset({"AC"})),),
    "partially_accepted": (ExpectationRule(final=frozenset({"AC"}), is_partial=True),),
}

MODERN_RULES: DirectoryRules = {
    "accepted": (ExpectationRule(permitted=frozenset({"AC"})),),
    "rejected": (ExpectationRule(required=frozenset({"RTE", "TLE", "WA"})),),
    "wrong_answer": (
        ExpectationRule(permitted=frozenset({"AC", "WA"}), required=frozenset({"WA"})),
    ),
    "time_limit_exceeded": (
        ExpectationRule(permitted=frozenset({"AC", "TLE"}), required=frozenset({"TLE"})),
    ),
    "run_time_error": (
        ExpectationRule(permitted=frozenset({"AC", "RTE"}), required=frozenset({"RTE"})),
    ),
    "brute_force": (
        ExpectationRule(
            permitted=frozenset({"AC", "RTE", "TLE"}), required=frozenset({"RTE", "TLE"})
        ),
    ),
}
