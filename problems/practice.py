"""Writes around practising: favourites, hints, editorials, templates."""

from collections.abc import Sequence
from datetime import datetime

from accounts.models import User
from common.errors import ConflictError, InvalidInputError, NotFoundError
from common.markdown import markdown_html
from judging.languages import language_table
from problems.authoring.parts import problem_edited
from problems.models import (
    TEMPLATE_MAX_CHARS,
    TEXT_MAX_CHARS,
    CodeTemplate,
    Editorial,
    Favourite,
    Hint,
    HintReveal,
    Problem,
)
from problems.selectors import problem_practised
from problems.templates import template_check

MAX_FAVOURITES = 1_000
MAX_HINTS = 20


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


def hints_set(*, actor: User, problem: Problem, texts: Sequence[str]) -> list[Hint]:
    """Make these the problem's hints, in this order.

    A hint whose place stays keeps who has revealed it. Raises NotFoundError and
    InvalidInputError; nothing is changed then.
    """
    if len(texts) > MAX_HINTS or any(map(_is_unkept, texts)):
        raise InvalidInputError(f"At most {MAX_HINTS} hints of {TEXT_MAX_CHARS} characters.")
    with problem_edited(
        actor=actor, problem_id=problem.pk, kinds=("hints",), summary="Wrote the hints."
    ) as locked:
        locked.hints.filter(ordinal__gt=len(texts)).delete()
        return [
            Hint.objects.update_or_create(
                problem=locked,
                ordinal=ordinal,
                defaults={"source": text, "html": markdown_html(text)},
            )[0]
            for ordinal, text in enumerate(texts, start=1)
        ]


def editorial_set(*, actor: User, problem: Problem, language: str, text: str) -> Editorial | None:
    """Write the editorial in one language; an empty text takes it away (None).

    Raises NotFoundError and InvalidInputError.
    """
    if _is_unkept(text) or len(language) > 10 or not language.isalpha():
        raise InvalidInputError(f"At most {TEXT_MAX_CHARS} characters, in a language such as ko.")
    with problem_edited(
        actor=actor,
        problem_id=problem.pk,
        kinds=("editorials",),
        summary=f"Wrote the editorial ({language}).",
    ) as locked:
        if not text.strip():
            locked.editorials.filter(language=language).delete()
            return None
        editorial, _ = Editorial.objects.update_or_create(
            problem=locked,
            language=language,
            defaults={"source": text, "html": markdown_html(text)},
        )
    return editorial


def editorials_show(*, actor: User, problem: Problem, now: datetime | None) -> Problem:
    """Open the problem's editorials to everybody who may open the problem, from ``now``; None
    closes them to all but those who have solved it. Raises NotFoundError."""
    summary = "Closed the editorials." if now is None else "Released the editorials."
    with problem_edited(
        actor=actor, problem_id=problem.pk, kinds=("editorials",), summary=summary
    ) as locked:
        locked.editorials.update(released_at=now)
    return locked


def code_template_set(
    *, actor: User, problem: Problem, language: str, source: str
) -> CodeTemplate | None:
    """Give the problem a template in one language; an empty source takes it away (None).

    Raises NotFoundError, and InvalidInputError for a language that there is not or
    marks that make no regions; nothing is changed then.
    """
    if language not in {row.id for row in language_table().language}:
        raise InvalidInputError(f"There is no language {language!r}.", code="unknown_language")
    if len(source) > TEMPLATE_MAX_CHARS or "\x00" in source:
        raise InvalidInputError(f"At most {TEMPLATE_MAX_CHARS} characters of text.")
    template_check(source)
    with problem_edited(
        actor=actor,
        problem_id=problem.pk,
        kinds=("templates",),
        summary=f"Wrote the template ({language}).",
    ) as locked:
        if not source.strip():
            locked.code_templates.filter(language=language).delete()
            return None
        template, _ = CodeTemplate.objects.update_or_create(
            problem=locked, language=language, defaults={"source": source}
        )
    return template


def _is_unkept(text: str) -> bool:
    return len(text) > TEXT_MAX_CHARS or "\x00" in text
