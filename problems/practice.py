"""Writes around practising: favourites, hints, editorials, templates."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import User
from common.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from common.markdown import markdown_html
from judging.languages import language_table
from problems.models import (
    MAX_DIFFICULTY,
    TEMPLATE_MAX_CHARS,
    TEXT_MAX_CHARS,
    CodeTemplate,
    Editorial,
    Favourite,
    Hint,
    HintReveal,
    Problem,
    Tag,
)
from problems.searching import problems_index
from problems.selectors import problem_practised, problems_managed_by
from problems.templates import template_check

MAX_FAVOURITES = 1_000
MAX_HINTS = 20
MAX_TAGS = 10


def favourite_set(*, user: User, slug: str, is_favourite: bool) -> None:
    """Mark a problem, or take the mark away; doing it again changes nothing.

    Raises NotFoundError, and ConflictError where the person has as many as allowed.
    """
    problem = problem_practised(user=user, slug=slug)
    if not is_favourite:
        Favourite.objects.filter(user=user, problem=problem).delete()
        return
    if Favourite.objects.filter(user=user).count() >= MAX_FAVOURITES:
        raise ConflictError(
            f"You have {MAX_FAVOURITES} favourites: take one away first.",
            code="too_many_favourites",
        )
    Favourite.objects.get_or_create(user=user, problem=problem)


def hint_reveal(*, user: User, slug: str, ordinal: int, now: datetime) -> Hint:
    """Show a hint to somebody and note it; the second time changes nothing.

    Raises NotFoundError, and ConflictError where an earlier hint has not been revealed.
    """
    problem = problem_practised(user=user, slug=slug)
    hint = Hint.objects.filter(problem=problem, ordinal=ordinal).first()
    if hint is None:
        raise NotFoundError(f"There is no hint {ordinal}.", code="hint_not_found")
    unseen = Hint.objects.filter(problem=problem, ordinal__lt=ordinal).exclude(
        reveals__in=HintReveal.objects.filter(user=user)
    )
    if unseen.exists():
        raise ConflictError(
            "Hints are revealed one after the other: reveal the earlier ones first.",
            code="earlier_hint_hidden",
        )
    HintReveal.objects.get_or_create(user=user, hint=hint, defaults={"revealed_at": now})
    return hint


def editorials_release(*, problem_ids: Collection[int], now: datetime) -> int:
    """Open the editorials of these problems to everybody who may open the problems.

    For whoever owns the moment, such as a contest's end; returns how many were still
    closed. It checks no permission: its caller has.
    """
    closed = Editorial.objects.filter(problem_id__in=problem_ids, released_at=None)
    return closed.update(released_at=now)


def problem_describe(
    *,
    actor: User,
    problem: Problem,
    difficulty: int | None = None,
    tags: Sequence[str] | None = None,
) -> Problem:
    """Rate a problem and give it tags by their slugs; None leaves what is there.

    Raises NotAllowedError and InvalidInputError; nothing is changed then.
    """
    _managed_check(actor, problem)
    if difficulty is not None and not 0 <= difficulty <= MAX_DIFFICULTY:
        raise InvalidInputError(f"The difficulty goes from 0 to {MAX_DIFFICULTY}.")
    found = None if tags is None else list(Tag.objects.filter(slug__in=tags))
    if found is not None and (len(found) < len(set(tags or ())) or len(found) > MAX_TAGS):
        raise InvalidInputError(
            f"Choose at most {MAX_TAGS} of the site's tags.", fields={"tags": ["unknown or many"]}
        )
    with transaction.atomic():
        if difficulty is not None:
            problem.difficulty = difficulty
            problem.save(update_fields=["difficulty", "updated_at"])
        if found is not None:
            problem.tags.set(found)
            problems_index([problem])
    return problem


def hints_set(*, actor: User, problem: Problem, texts: Sequence[str]) -> list[Hint]:
    """Make these the problem's hints, in this order.

    A hint whose place stays keeps who has revealed it. Raises NotAllowedError and
    InvalidInputError; nothing is changed then.
    """
    _managed_check(actor, problem)
    if len(texts) > MAX_HINTS or any(len(text) > TEXT_MAX_CHARS for text in texts):
        raise InvalidInputError(f"At most {MAX_HINTS} hints of {TEXT_MAX_CHARS} characters.")
    with transaction.atomic():
        problem.hints.filter(ordinal__gt=len(texts)).delete()
        return [
            Hint.objects.update_or_create(
                problem=problem,
                ordinal=ordinal,
                defaults={"source": text, "html": markdown_html(text)},
            )[0]
            for ordinal, text in enumerate(texts, start=1)
        ]


def editorial_set(*, actor: User, problem: Problem, language: str, text: str) -> Editorial:
    """Write the editorial in one language. Raises NotAllowedError and InvalidInputError."""
    _managed_check(actor, problem)
    if len(text) > TEXT_MAX_CHARS or len(language) > 10 or not language.isalpha():
        raise InvalidInputError(f"At most {TEXT_MAX_CHARS} characters, in a language such as ko.")
    editorial, _ = Editorial.objects.update_or_create(
        problem=problem,
        language=language,
        defaults={"source": text, "html": markdown_html(text)},
    )
    return editorial


def code_template_set(
    *, actor: User, problem: Problem, language: str, source: str
) -> CodeTemplate | None:
    """Give the problem a template in one language; an empty source takes it away (None).

    Raises NotAllowedError, and InvalidInputError for a language that there is not or
    marks that make no regions; nothing is changed then.
    """
    _managed_check(actor, problem)
    if language not in {row.id for row in language_table().language}:
        raise InvalidInputError(f"There is no language {language!r}.", code="unknown_language")
    if not source.strip():
        CodeTemplate.objects.filter(problem=problem, language=language).delete()
        return None
    if len(source) > TEMPLATE_MAX_CHARS or "\x00" in source:
        raise InvalidInputError(f"At most {TEMPLATE_MAX_CHARS} characters of text.")
    template_check(source)
    template, _ = CodeTemplate.objects.update_or_create(
        problem=problem, language=language, defaults={"source": source}
    )
    return template


def _managed_check(actor: User, problem: Problem) -> None:
    if not problems_managed_by(actor).filter(pk=problem.pk).exists():
        raise NotAllowedError("Only staff of the problem's course may change it.")
