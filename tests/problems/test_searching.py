"""Full-text search, on whichever database the tests run."""

import unicodedata

import pytest
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from problems.models import Problem, Statement, Tag
from problems.searching import problems_index, problems_search, query_of, tokens_of
from tests.factories import make_problem


@pytest.fixture
def shelf(db: None) -> None:
    rows = {
        "two-sum": ("두 수의 합", "배열을 정렬한 뒤 두 포인터로 찾는다.", "Two Sum"),
        "quick-sort": ("퀵 정렬", "분할 정복으로 수열을 나눈다.", "Quicksort"),
        "cafe": ("카페와 DP최적화", "메뉴의 가격은 1e9 이하이다.", "Café Ωmega"),
    }
    for slug, (korean, text, english) in rows.items():
        problem = make_problem(slug)
        Statement.objects.filter(problem=problem, language="ko").update(
            title=korean, html=f"<p>{text}</p><script>hidden</script>"
        )
        Statement.objects.filter(problem=problem, language="en").update(title=english)
        Problem.objects.filter(pk=problem.pk).update(title=korean)
        problem.refresh_from_db()
        problem.tags.add(
            Tag.objects.create(slug=f"tag-{slug}", name_ko=f"주제{len(slug)}", name_en="Topic")
        )
        problems_index([problem])


def found(text: str) -> list[str]:
    problems = problems_search(Problem.objects.all(), text).order_by("rank", "id")  # type: ignore[misc]  # annotated
    return [problem.slug for problem in problems]


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("정렬", ["quick-sort", "two-sum"]),  # a title comes before a statement
        ("렬", ["quick-sort", "two-sum"]),
        ("정", ["quick-sort", "two-sum"]),
        ("정렬한", ["two-sum"]),
        ("분할 수열", ["quick-sort"]),
        ("quick", ["quick-sort"]),
        ("QUICK-SO", ["quick-sort"]),
        ("quicksort", ["quick-sort"]),
        ("twosum", ["two-sum"]),
        ("two-sum", ["two-sum"]),
        ("sum two", ["two-sum"]),
        ("두 수의", ["two-sum"]),
        ("최적화", ["cafe"]),
        ("DP최적", ["cafe"]),
        ("1e9", ["cafe"]),
        ("café", ["cafe"]),
        ("ωMEGA", ["cafe"]),
        ("topic", ["two-sum", "quick-sort", "cafe"]),
        ("주제7", ["two-sum"]),
        ("정렬 없는말", []),
        ("!!", []),
        ("", ["two-sum", "quick-sort", "cafe"]),
    ],
)
def test_words_are_found_in_both_languages(text: str, slugs: list[str]) -> None:
    assert sorted(found(text)) == sorted(slugs)
    if text == "정렬":
        assert found(text) == slugs


@pytest.mark.usefixtures("shelf")
def test_decomposed_hangul_is_the_same_word() -> None:
    assert found(unicodedata.normalize("NFD", "정렬")) == found("정렬")


@pytest.mark.usefixtures("shelf")
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.text(max_size=80))
@example("'; DROP TABLE problems_search; --")
@example('"* AND OR NOT NEAR(')
@example("가" * 200)
@example("a" * 3_000)
@example("²³ ½ ①")
@example("%s %% \\ ' :* & | ! <->")
def test_whatever_one_types_is_no_error(text: str) -> None:
    found(text)
    problem = Problem.objects.get(slug="cafe")
    problem.title = text.replace("\x00", "")[:100]
    problems_index([problem])


@given(st.text(alphabet="정렬합수열abc1 ", min_size=1, max_size=12))
def test_a_text_is_found_by_its_own_words(text: str) -> None:
    tokens = tokens_of(text)
    for wanted, is_beginning in query_of(text):
        *firsts, last = wanted
        assert any(
            tokens[i : i + len(firsts)] == firsts
            and i + len(firsts) < len(tokens)
            and (
                tokens[i + len(firsts)].startswith(last)
                if is_beginning
                else tokens[i + len(firsts)] == last
            )
            for i in range(len(tokens))
        )


@pytest.mark.usefixtures("shelf")
def test_a_search_is_one_query(queries: CaptureQueriesContext) -> None:
    with queries:
        found("정렬 two quick")
    assert len(queries) == 1
