"""REST: problems and programming languages, for students."""

from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from accounts.doors import visitor
from accounts.models import User
from common.access import Scope, open_to
from common.caching import share
from common.pagination import paginate
from common.ports import problem_standings
from common.rest import Page, PageQuery, refusals
from judging.languages import language_table
from problems.languages import languages_of
from problems.models import Problem
from problems.selectors import (
    problem_get,
    problems_practisable_by,
    problems_ready,
    problems_search,
)

router = Router(tags=["problems"])


class LanguageOut(Schema):
    """A programming language of the judge."""

    id: str
    name: str
    extension: str = Field(description="With its dot.")
    editor_mode: str
    template: str = Field(description="What an empty editor opens with.")


class LanguageList(Schema):
    items: list[LanguageOut]


class ProblemItem(Schema):
    """A problem in a list."""

    slug: str
    title: str
    time_limit_ms: int
    memory_limit_kib: int
    solved: Literal["ac", "tried"] | None = Field(
        description="Where the signed-in person stands; null: no judged attempt."
    )


class SampleOut(Schema):
    name: str
    input: str
    answer: str


class ProblemDetail(Schema):
    """A problem's page."""

    slug: str
    title: str
    statement_html: str = Field(description="Sanitised; $…$ and $$…$$ hold TeX.")
    statement_language: str
    available_languages: list[str] = Field(description="Of the statement.")
    time_limit_ms: int
    memory_limit_kib: int
    samples: list[SampleOut]
    languages: list[str] = Field(description="Ids of the programming languages allowed.")
    test_case_count: int
    source_limit_bytes: int


class ProblemQuery(PageQuery):
    """Which problems to list."""

    search: Annotated[str, Field(max_length=100)] = ""


@router.get(
    "/languages",
    response={200: LanguageList},
    auth=open_to(Scope.READ_PROBLEMS, "problems that you may open"),
    summary="Languages",
)
def languages_list(request: HttpRequest) -> LanguageList:
    share(request, seconds=3600)
    return LanguageList(
        items=[
            LanguageOut(
                id=row.id,
                name=row.name,
                extension=row.extension,
                editor_mode=row.editor_mode,
                template=row.template,
            )
            for row in language_table().language
        ]
    )


@router.get(
    "/problems",
    response={200: Page[ProblemItem], **refusals()},
    auth=open_to(Scope.READ_PROBLEMS, "problems that you may open"),
    summary="Problems",
)
def problems_list(request: HttpRequest, query: Query[ProblemQuery]) -> Page[ProblemItem]:
    user = visitor(request)
    problems = problems_search(problems_ready(problems_practisable_by(user)), query.search)
    page = paginate(problems, order=("id",), cursor=query.cursor, limit=query.limit)
    standings = (
        problem_standings(user.pk, [problem.pk for problem in page.items])
        if isinstance(user, User)
        else {}
    )
    items = [_item(problem, standings.get(problem.pk)) for problem in page.items]
    return Page(items=items, next_cursor=page.next_cursor)


def _item(problem: Problem, solved: Literal["ac", "tried"] | None) -> ProblemItem:
    package = problem.ready_package
    return ProblemItem(
        slug=problem.slug,
        title=problem.title,
        time_limit_ms=package.time_limit_ms,
        memory_limit_kib=package.memory_limit_kib,
        solved=solved,
    )


@router.get(
    "/problems/{slug}",
    response={200: ProblemDetail, **refusals(404)},
    auth=open_to(Scope.READ_PROBLEMS, "problems that you may open"),
    summary="One problem",
)
def problem_read(
    request: HttpRequest, slug: str, language: Annotated[str, Query(max_length=10)] = ""
) -> ProblemDetail:
    user = visitor(request)
    problem = problem_get(user=user, slug=slug)
    package = problem.ready_package
    statements = {statement.language: statement for statement in problem.statements.all()}
    wanted = language or (user.language if isinstance(user, User) else "ko")
    chosen = statements.get(wanted) or next(iter(statements.values()), None)
    return ProblemDetail(
        slug=problem.slug,
        title=chosen.title if chosen else problem.title,
        statement_html=chosen.html if chosen else "",
        statement_language=chosen.language if chosen else wanted,
        available_languages=sorted(statements),
        time_limit_ms=package.time_limit_ms,
        memory_limit_kib=package.memory_limit_kib,
        samples=[
            SampleOut(name=sample.name, input=sample.input, answer=sample.answer)
            for sample in package.samples.all()
        ],
        languages=[row.id for row in languages_of(problem)],
        test_case_count=package.test_case_count,
        source_limit_bytes=package.source_limit_bytes,
    )
