import pytest

from infra_control.edge.rules import (
    behaviours_hit,
    first_match,
    later_matches,
    order_warnings,
    paths_check,
    pattern_regex,
    shadowed,
    span_words,
)

PATTERNS = ["/api/*", "/api/v1/problems/*", "*.js", "img/?.png", "*"]


def test_the_first_matching_pattern_wins() -> None:
    assert first_match(PATTERNS, "/api/v1/problems/12") == 0
    assert first_match(PATTERNS, "/static/app.js") == 2
    assert first_match(PATTERNS, "/img/a.png") == 3
    assert first_match(PATTERNS, "/API/v1") == 4
    assert first_match(["/api/*"], "/admin/") is None
    assert pattern_regex("/a.b") == r"^/a\.b$"


def test_later_patterns_that_match_in_vain_are_told() -> None:
    assert later_matches(PATTERNS, "/api/v1/problems/12") == [1, 4]
    assert later_matches(PATTERNS, "/img/a.png") == [4]


def test_a_pattern_that_never_matches_is_found() -> None:
    assert shadowed(PATTERNS) == {1: 0}
    assert shadowed(["/graphql", "/graphql"]) == {1: 0}
    assert shadowed(["/api/v1/*", "/api/*"]) == {}


@pytest.mark.parametrize(
    ("path", "hit"),
    [
        ("/api/v1/problems/12", [0]),
        ("/api/v1/problems*", [0]),
        ("/a*", [0, 2, 4]),
        ("/*", [0, 2, 3, 4]),
        ("/index.html", [4]),
    ],
)
def test_a_wildcard_hits_behaviours_up_to_the_one_that_takes_all(path: str, hit: list[int]) -> None:
    assert behaviours_hit(PATTERNS, path) == hit


def test_times_are_said_as_people_say_them() -> None:
    assert [span_words(one) for one in (0, 1, 90, 60, 3600, 172_800, 31_536_000)] == [
        *("0 s", "1 s", "90 s", "1 minute", "1 hour", "2 days", "1 year")
    ]


def test_another_order_says_what_it_hides_and_what_it_frees() -> None:
    before, after = ["/api/*", "/api/v1/*"], ["/api/v1/*", "/api/*"]

    assert order_warnings(before, after) == ["/api/v1/* will match again."]
    assert "/api/v1/* will never match: /api/* takes" in order_warnings(after, before)[0]
    assert order_warnings(before, before) == []


def test_paths_are_taken_once_each_and_counted() -> None:
    check = paths_check(" /api/v1/problems*\n\n/api/v1/problems*\n/index.html ")

    assert check.paths == ("/api/v1/problems*", "/index.html")
    assert check.problems == ()
    assert "2 of the 1000 paths" in check.notes[-1]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "at least one path"),
        ("api/v1", "begins with /"),
        ("/a*b", "at the end only"),
        ("/a b", "without spaces"),
        ("/문제", "without spaces"),
        ("\n".join(f"/{n}" for n in range(101)), "At most 100 paths"),
    ],
)
def test_every_wrong_path_is_named(text: str, problem: str) -> None:
    assert problem in " ".join(paths_check(text).problems)


def test_forgetting_everything_is_warned_of() -> None:
    assert "forget everything" in paths_check("/*").notes[0]
