"""Making, changing, copying and retiring problems. For staff of their course, and their owner."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts.models import User
from common.checks import model_check
from common.errors import ConflictError, InvalidInputError, NotAllowedError
from courses.access import writable_check
from courses.models import Course
from courses.selectors import courses_taught_by, teaches
from judging.names import MAX_SOURCE_FILES
from problems.authoring.parts import KINDS, parts_kept, problem_edited, problem_locked
from problems.models import (
    MAX_DIFFICULTY,
    TITLE_MAX_CHARS,
    Attachment,
    CodeTemplate,
    Editorial,
    Hint,
    Problem,
    Sample,
    Statement,
    StatementFile,
    Tag,
    Visibility,
)
from problems.searching import problems_index

TITLE_LANGUAGES = ("ko", "en")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MAX_SLUG_CHARS = 60
MAX_TITLES = 20
MAX_TAGS = 10


@dataclass(frozen=True, kw_only=True)
class ProblemChange:
    """What to set of a problem; None leaves a value as it is."""

    slug: str | None = None
    visibility: Visibility | None = None
    allowed_languages: Sequence[str] | None = None
    """Ids of the language table; empty allows all."""
    max_source_files: int | None = None
    difficulty: int | None = None
    tags: Sequence[str] | None = None
    """Slugs of the site's tags."""


def problem_create(
    *,
    actor: User,
    slug: str,
    titles: Mapping[str, str],
    course_slug: str | None,
    change: ProblemChange,
) -> Problem:
    """Make a problem with an empty statement for each title, hidden unless ``change`` says so.

    It is no one's to open before it has a test package. Without a course it is the actor's
    own, and only operators may show it to others.

    Raises NotAllowedError, InvalidInputError, and ConflictError for a slug that is taken or
    an archived course.
    """
    if not titles or len(titles) > MAX_TITLES:
        raise InvalidInputError(
            "Give the problem a title in Korean, English or both.", fields={"titles": ["missing"]}
        )
    with transaction.atomic():
        course = _course(actor, course_slug)
        problem = Problem(owner=actor, course=course, title="-")
        problem.slug = _free_slug(slug, None)
        _fields_set(actor, problem, change)
        problem.save()
        with parts_kept(
            problem,
            "settings",
            "statements",
            actor=actor,
            summary="Made the problem.",
            is_new=True,
        ):
            if change.tags is not None:
                problem.tags.set(_tags(change.tags))
            for language, title in titles.items():
                Statement.objects.create(
                    problem=problem,
                    language=language_read(language),
                    title=title_read(title),
                    source="",
                    html="",
                )
        title_refresh(problem)
        problem.save()
        problems_index([problem])
    return problem


def problem_change(
    *,
    actor: User,
    problem_id: int,
    change: ProblemChange,
    summary: str = "",
    base_revision: int | None = None,
) -> Problem:
    """Change a problem's settings.

    Raises NotFoundError, NotAllowedError, InvalidInputError, and ConflictError for a slug
    that is taken or a change by somebody else since ``base_revision``.
    """
    with problem_edited(
        actor=actor,
        problem_id=problem_id,
        kinds=("settings",),
        summary=summary or "Changed the settings.",
        base_revision=base_revision,
    ) as problem:
        if change.slug is not None:
            problem.slug = _free_slug(change.slug, problem)
        _fields_set(actor, problem, change)
        problem.save()
        if change.tags is not None:
            problem.tags.set(_tags(change.tags))
        problems_index([problem])
    return problem


def problem_archive(*, actor: User, problem_id: int, is_archived: bool, now: datetime) -> Problem:
    """Take a problem out of use, or back: archived, only its staff see it, beside those who
    are in a contest or assignment with it. Raises NotFoundError."""
    summary = "Archived the problem." if is_archived else "Took the problem out of the archive."
    with problem_edited(
        actor=actor, problem_id=problem_id, kinds=("settings",), summary=summary
    ) as problem:
        problem.archived_at = (problem.archived_at or now) if is_archived else None
        problem.save(update_fields=["archived_at"])
    return problem


def problem_clone(
    *, actor: User, problem_id: int, slug: str, course_slug: str | None, title_suffix: str = ""
) -> Problem:
    """Copy a problem with its texts, files and live test package, hidden and the actor's.

    Submissions, statistics, favourites and history stay with the original. Raises as
    problem_create, and NotFoundError.
    """
    with transaction.atomic():
        source = problem_locked(actor, problem_id)
        course = _course(actor, course_slug)
        copy = Problem.objects.create(
            slug=_free_slug(slug, None),
            title=f"{source.title}{title_suffix}"[:TITLE_MAX_CHARS],
            course=course,
            owner=actor,
            visibility=Visibility.HIDDEN,
            allowed_languages=source.allowed_languages,
            max_source_files=source.max_source_files,
            difficulty=source.difficulty,
        )
        with parts_kept(
            copy, *KINDS, actor=actor, summary=f"Copied from {source.slug}.", is_new=True
        ):
            copy.tags.set(source.tags.all())
            _rows_copy(source, copy)
        _live_package_copy(source, copy, actor)
        problems_index([copy])
    return copy


def language_read(language: str) -> str:
    """A language's code, such as ko or pt-BR. Raises InvalidInputError."""
    if not _LANGUAGE.fullmatch(language):
        raise InvalidInputError(
            f"{language[:20]!r} is no language's code: write ko or en.",
            fields={"language": ["unknown"]},
        )
    return language


def title_read(title: str) -> str:
    """A problem's title in one language. Raises InvalidInputError."""
    title = title.strip()
    if not title or len(title) > TITLE_MAX_CHARS or "\x00" in title:
        raise InvalidInputError(
            f"A title has 1 to {TITLE_MAX_CHARS} characters.", fields={"title": ["length"]}
        )
    return title


def title_refresh(problem: Problem) -> None:
    """Make the problem's title that of the site's first language that it has; not saved."""
    titles = dict(problem.statements.order_by("pk").values_list("language", "title"))
    for language in TITLE_LANGUAGES:
        if language in titles:
            problem.title = titles[language]
            return
    problem.title = next(iter(titles.values()), problem.title)


def _course(actor: User, slug: str | None) -> Course | None:
    if slug is None:
        if not teaches(actor):
            raise NotAllowedError("Only staff of a course may make problems.")
        return None
    course = courses_taught_by(actor).filter(slug=slug[:200]).first()
    if course is None:
        raise NotAllowedError("You teach no such course.", code="course_not_taught")
    writable_check(course)
    return course


def _free_slug(slug: str, problem: Problem | None) -> str:
    if not _SLUG.fullmatch(slug) or len(slug) > MAX_SLUG_CHARS:
        raise InvalidInputError(
            "An address has small letters a-z, digits and single hyphens between them, at most "
            f"{MAX_SLUG_CHARS}.",
            fields={"slug": ["invalid"]},
        )
    others = Problem.objects.filter(slug=slug)
    if problem is not None:
        others = others.exclude(pk=problem.pk)
    if others.exists():
        raise ConflictError("Another problem has this address: choose another.", code="slug_taken")
    return slug


def _fields_set(actor: User, problem: Problem, change: ProblemChange) -> None:
    if change.visibility is not None:
        problem.visibility = change.visibility
    if change.allowed_languages is not None:
        unknown = sorted(set(change.allowed_languages) - settings.SITE_LANGUAGES)
        if unknown:
            raise InvalidInputError(
                "The site has no such languages: " + ", ".join(one[:40] for one in unknown[:10]),
                fields={"allowed_languages": ["unknown"]},
            )
        problem.allowed_languages = sorted(set(change.allowed_languages))
    if change.max_source_files is not None:
        if not 1 <= change.max_source_files <= MAX_SOURCE_FILES:
            raise InvalidInputError(
                f"A solution may have 1 to {MAX_SOURCE_FILES} files.",
                fields={"max_source_files": ["out of bounds"]},
            )
        problem.max_source_files = change.max_source_files
    if change.difficulty is not None:
        if not 0 <= change.difficulty <= MAX_DIFFICULTY:
            raise InvalidInputError(
                f"The difficulty goes from 0 to {MAX_DIFFICULTY}.",
                fields={"difficulty": ["out of bounds"]},
            )
        problem.difficulty = change.difficulty
    if problem.course_id is None and problem.visibility != Visibility.HIDDEN:
        if problem.visibility == Visibility.COURSE:
            raise InvalidInputError(
                "A problem for members of its course needs a course: clone it into one.",
                fields={"visibility": ["no course"]},
            )
        if not actor.is_staff:
            raise NotAllowedError(
                "Only operators publish problems of no course: clone it into your course."
            )
    model_check(problem)


def _tags(slugs: Sequence[str]) -> list[Tag]:
    wanted = {slug[:40] for slug in slugs}
    found = list(Tag.objects.filter(slug__in=wanted)) if len(wanted) <= MAX_TAGS else []
    if len(found) < len(wanted):
        missing = ", ".join(sorted(wanted - {tag.slug for tag in found}))[:200]
        raise InvalidInputError(
            f"Choose at most {MAX_TAGS} of the site's tags; not found: {missing}",
            fields={"tags": ["unknown or many"]},
        )
    return found


def _rows_copy(source: Problem, copy: Problem) -> None:
    kinds: tuple[Any, ...] = (
        Statement,
        StatementFile,
        Attachment,
        Hint,
        Editorial,
        CodeTemplate,
    )
    for kind in kinds:
        rows = list(kind.objects.filter(problem=source))
        for row in rows:
            row.pk, row.problem = None, copy
        kind.objects.bulk_create(rows)


def _live_package_copy(source: Problem, copy: Problem, actor: User) -> None:
    package = source.test_package
    if package is None:
        return
    samples = list(package.samples.all())
    package.pk, package.problem, package.version = None, copy, 1
    package.created_by, package.comment = actor, f"Copied from {source.slug}."
    package.save(force_insert=True)
    for sample in samples:
        sample.pk, sample.test_package = None, package
    Sample.objects.bulk_create(samples)
    copy.test_package = package
    copy.save(update_fields=["test_package"])
