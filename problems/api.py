"""REST: problems and programming languages, for students."""

from functools import partial
from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router

from accounts.doors import visitor
from common.access import Scope, open_to
from common.caching import share
from common.ports import languages_held
from common.rest import Page, Schema, refusals
from judging.languages import ANSWER, language_table
from problems.languages import languages_of
from problems.listing import ProblemQuery, public_problems_listed
from problems.models import Tag
from problems.page import page_parts
from problems.selectors import problem_open_to
from problems.shapes import ProblemItem, TagOut, problem_item
from problems.templates import locked_regions

router = Router(tags=["problems"])

SHARED_S = 60
"""How long a CDN may repeat a list or a statement without asking."""
DEFAULT_LANGUAGE = "ko"
MAY_OPEN = "public problems, and those that you may open"

Slug = Annotated[str, Field(max_length=60)]


class LanguageOut(Schema):
    """A programming language of the judge."""

    id: str
    name: str
    extension: str = Field(description="With its dot.")
    extensions: list[str] = Field(description="Which files are sources of it; the usual one first.")
    source_name: str = Field(description="What its main file is usually called.")
    editor_mode: str
    template: str = Field(description="What an empty editor opens with.")


class LanguageList(Schema):
    items: list[LanguageOut]


class TagList(Schema):
    items: list[TagOut]


class SampleOut(Schema):
    name: str
    input: str
    answer: str
    interaction: str = Field(
        description="Shown in place of input and answer where it is not empty: lines that begin "
        "with `<` are what a program reads, with `>` what it prints; `---` parts two runs."
    )


class AttachmentOut(Schema):
    name: str
    size_bytes: int


class ProblemDetail(Schema):
    """A problem's page."""

    slug: str
    title: str
    difficulty: int | None
    tags: list[str] = Field(description="Slugs of /tags.")
    statement_html: str = Field(description="Sanitised; $…$ and $$…$$ hold TeX.")
    statement_language: str
    available_languages: list[str] = Field(description="Of the statement.")
    pdf_languages: list[str] = Field(
        description="Languages whose statement is a PDF: `statement_html` is empty then, and the "
        "file stands at `/problems/{slug}/statement.pdf`."
    )
    time_limit_ms: int
    memory_limit_kib: int
    samples: list[SampleOut]
    languages: list[str] = Field(description="Ids of the programming languages allowed.")
    held_languages: list[str] = Field(
        description="Those of `languages` in which judging waits until staff have looked at errors "
        "of ours. Hand in all the same: what waits keeps its place."
    )
    test_case_count: int
    max_score: float | None = Field(
        description="The most points; null for pass-fail problems, and without a bound."
    )
    source_limit_bytes: int
    max_source_files: int = Field(
        description="How many files a solution may have; 1: one text, in `source`."
    )
    hint_count: int
    attachments: list[AttachmentOut] = Field(
        description="Files beside the statement, at `/problems/{slug}/attachment?name=`."
    )


class RegionOut(Schema):
    """A locked part of a template: its first and last line, from 1."""

    first_line: int
    last_line: int


class TemplateOut(Schema):
    """What a solution begins with."""

    language: str
    source: str
    locked: list[RegionOut] = Field(
        description="From a line with `@locked` to the next with `@unlocked`. A submission whose "
        "locked lines differ is refused."
    )


class TemplateList(Schema):
    items: list[TemplateOut]


@router.get(
    "/languages",
    response={200: LanguageList},
    auth=open_to(Scope.READ_PROBLEMS, "everybody"),
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
                extensions=list(row.extensions),
                source_name=row.source_name,
                editor_mode=row.editor_mode,
                template=row.template,
            )
            for row in (*language_table().language, ANSWER)
        ]
    )


@router.get(
    "/tags",
    response={200: TagList},
    auth=open_to(Scope.READ_PROBLEMS, "everybody"),
    summary="Tags",
)
def tags_list(request: HttpRequest) -> TagList:
    share(request, seconds=SHARED_S)
    return TagList(
        items=[
            TagOut(slug=tag.slug, names={"ko": tag.name_ko, "en": tag.name_en})
            for tag in Tag.objects.all()
        ]
    )


@router.get(
    "/problems",
    response={200: Page[ProblemItem], **refusals()},
    auth=open_to(Scope.READ_PROBLEMS, "everybody"),
    summary="Public problems",
)
def problems_list(request: HttpRequest, query: Query[ProblemQuery]) -> Page[ProblemItem]:
    """The same for everybody: /me/problems has those of your courses and your marks."""
    share(request, seconds=SHARED_S)
    page = public_problems_listed(query, timezone.now())
    return Page(
        items=[problem_item(problem, page) for problem in page.items], next_cursor=page.next_cursor
    )


@router.get(
    "/problems/{slug}",
    response={200: ProblemDetail, **refusals(404)},
    auth=open_to(Scope.READ_PROBLEMS, MAY_OPEN),
    summary="One problem",
)
def problem_read(
    request: HttpRequest,
    slug: Slug,
    language: Annotated[str, Query(max_length=10)] = DEFAULT_LANGUAGE,
) -> ProblemDetail:
    """A public problem's page is the same for everybody."""
    problem, is_public = problem_open_to(partial(visitor, request), slug)
    if is_public:
        share(request, seconds=SHARED_S)
    package = problem.ready_package
    languages = [row.id for row in languages_of(problem)]
    parts = page_parts(problem)
    statements = {statement.language: statement for statement in parts.statements}
    chosen = statements.get(language) or next(iter(statements.values()), None)
    return ProblemDetail(
        slug=problem.slug,
        title=chosen.title if chosen else problem.title,
        difficulty=problem.difficulty or None,
        tags=parts.tags,
        statement_html=chosen.html if chosen else "",
        statement_language=chosen.language if chosen else language,
        available_languages=sorted(statements),
        pdf_languages=sorted(code for code, one in statements.items() if one.pdf_sha256),
        time_limit_ms=package.time_limit_ms,
        memory_limit_kib=package.memory_limit_kib,
        samples=[
            SampleOut(
                name=sample.name,
                input=sample.input,
                answer=sample.answer,
                interaction=sample.interaction,
            )
            for sample in parts.samples
        ],
        languages=languages,
        held_languages=list(languages_held(package.pk, languages)),
        test_case_count=package.test_case_count,
        max_score=package.max_score,
        source_limit_bytes=package.source_limit_bytes,
        max_source_files=problem.max_source_files,
        hint_count=parts.hint_count,
        attachments=[
            AttachmentOut(name=one.name, size_bytes=one.size_bytes) for one in parts.attachments
        ],
    )


@router.get(
    "/problems/{slug}/templates",
    response={200: TemplateList, **refusals(404)},
    auth=open_to(Scope.READ_PROBLEMS, MAY_OPEN),
    summary="A problem's code templates",
)
def templates_list(request: HttpRequest, slug: Slug) -> TemplateList:
    """For languages without one, /languages has what an empty editor opens with."""
    problem, is_public = problem_open_to(partial(visitor, request), slug)
    if is_public:
        share(request, seconds=SHARED_S)
    return TemplateList(
        items=[
            TemplateOut(
                language=template.language,
                source=template.source,
                locked=[
                    RegionOut(first_line=region.first_line, last_line=region.last_line)
                    for region in locked_regions(template.source)
                ],
            )
            for template in problem.code_templates.order_by("language")
        ]
    )
