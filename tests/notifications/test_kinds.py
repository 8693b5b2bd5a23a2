"""The table of kinds."""

from datetime import UTC, datetime

import pytest

from notifications.kinds import KINDS, MAX_PARAM_CHARS, TIME_SUFFIX, KindId, params_stored, words

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def test_every_kind_has_its_row() -> None:
    assert set(KINDS) == set(KindId)


@pytest.mark.parametrize("kind", KindId)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_kind_has_words_for_its_parameters(kind: KindId, language: str) -> None:
    row = KINDS[kind]
    params = {name: NOON if name.endswith(TIME_SUFFIX) else f"<{name}>{{x}}" for name in row.params}

    title, body = words(row, params_stored(row, params), language=language, zone="Asia/Seoul")

    for name in row.params:
        told = "2026-03-02 21:00 KST" if name.endswith(TIME_SUFFIX) else f"<{name}>{{x}}"
        assert told in title + body
    assert row.label.of(language)


def test_parameters_must_be_the_kinds_own() -> None:
    row = KINDS[KindId.DUE_SOON]

    with pytest.raises(ValueError, match="has the parameters"):
        params_stored(row, {"course": "a"})
    with pytest.raises(ValueError, match="due_at has the wrong type"):
        params_stored(row, {"course": "a", "title": "b", "due_at": "tomorrow"})


def test_long_words_are_cut() -> None:
    stored = params_stored(KINDS[KindId.GRADED], {"course": "a", "title": "b" * 1000})

    assert len(stored["title"]) == MAX_PARAM_CHARS
