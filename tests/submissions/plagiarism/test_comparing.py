"""The engine, and the pure rules around it."""

from typing import Any

import pytest

from submissions.plagiarism.comparing import Comparison, EngineFailedError, sources_compare
from submissions.plagiarism.models import Keeps
from submissions.plagiarism.rules import Handed, Text, clusters_of, groups_of
from tests.submissions.plagiarism.sources import GIVEN, HOSTILE, disguised, program


def compared(texts: dict[int, str], **fields: Any) -> dict[str, Any]:
    documents = {key: Text.of(text).compared for key, text in texts.items()}
    values = {"teams": {}, "templates": [], "extension": ".cpp", "threshold": 0.5, **fields}
    return sources_compare(
        Comparison(documents=documents, **values),
        lambda done, total: None,
    )


def pairs(result: dict[str, Any]) -> list[tuple[int, int]]:
    return [(one["left"], one["right"]) for one in result["pairs"]]


def test_a_copy_in_disguise_is_found_and_honest_work_is_not() -> None:
    texts = {seed: program(seed) for seed in range(6)}
    texts[6] = disguised(program(2))
    texts[7] = "\n".join(program(3).split("\n")[:60] + program(99).split("\n")[60:])

    result = compared(texts)

    assert pairs(result) == [(2, 6), (3, 7)]


def test_regions_point_at_what_is_alike() -> None:
    left = "\n\n" + program(4, 30) + "\n"
    right = program(5, 20) + "\r\n" + "\r\n".join(program(4, 30).split("\n"))

    (pair,) = compared({1: left, 2: right}, threshold=0.3)["pairs"]

    texts = Text.of(left), Text.of(right)
    regions = texts[0].regions(pair["left_ranges"]), texts[1].regions(pair["right_ranges"])
    assert pair["similarity"] == pytest.approx(1, abs=0.05)
    assert regions[0][0][0] <= 4, "the first lines are alike, counted with the empty ones before"
    assert regions[0][-1][2] >= 30
    first_line, _, last_line, _ = max(regions[1], key=lambda region: region[2] - region[0])
    assert (first_line, last_line) == (22, 49), "after the program of its own"


def test_what_everybody_was_given_and_ones_own_team_do_not_count() -> None:
    texts = {key: program(10 + key, 12) + GIVEN for key in range(3)}
    texts[3] = texts[0]

    alone = compared(texts, threshold=0.2)
    result = compared(texts, templates=[GIVEN], teams={0: 7, 3: 7}, threshold=0.2)

    assert len(pairs(alone)) == 6
    assert pairs(result) == []


def test_hostile_texts_end_in_time() -> None:
    texts = dict(enumerate([*HOSTILE.values(), program(1), disguised(program(1))]))

    result = compared(texts)

    assert (len(HOSTILE), len(HOSTILE) + 1) in pairs(result)


def test_an_engine_that_takes_too_long_is_stopped() -> None:
    comparison = Comparison(
        documents={1: program(1)}, teams={}, templates=[], extension=".cpp", threshold=0.5
    )

    with pytest.raises(EngineFailedError):
        sources_compare(comparison, lambda done, total: None, wall_s=0.05)


def test_one_source_of_each_person_is_compared() -> None:
    def handed(number: int, user: int, language: str = "cpp17", score: float = 0) -> Handed:
        return Handed(
            submission_id=number,
            user_id=user,
            problem_id=1,
            language=language,
            is_accepted=score > 0,
            score=score,
        )

    rows = [
        handed(1, 1, score=50),
        handed(2, 1, "cpp20"),
        handed(3, 2),
        handed(4, 2, score=20),
        handed(5, 3, "python3"),
    ]

    assert groups_of(rows, Keeps.LAST) == {(1, ".cpp"): [2, 4]}
    assert groups_of(rows, Keeps.BEST) == {(1, ".cpp"): [1, 4]}


def test_pairs_hang_together_in_clusters() -> None:
    assert clusters_of([(1, 2), (5, 6), (2, 3), (7, 6), (3, 1), (8, 7)]) == [
        frozenset({5, 6, 7, 8}),
        frozenset({1, 2, 3}),
    ]
