"""Every write on drafts."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from accounts.models import User
from common.errors import ConflictError, InvalidInputError, NotFoundError, TooLargeError
from contests.models import ProblemSet
from contests.selectors.sets import set_get
from judging.languages import language_table
from problems.models import Problem
from problems.selectors import problem_get, problem_not_found
from submissions.drafts.models import Draft
from submissions.sources import Source, names_check

MAX_DRAFT_BYTES = 256 * 1024
MAX_DRAFTS = 1_000


class DraftConflictError(ConflictError):
    """Another tab or device has saved in the meantime; ``current`` is None where it deleted."""

    code = "draft_conflict"

    def __init__(self, current: Draft | None) -> None:
        super().__init__(
            "The draft was changed elsewhere: merge both texts, then save with the new version."
        )
        self.current = current


@dataclass(frozen=True, kw_only=True)
class DraftPlace:
    """Which draft: a person's, for a problem in practice or in a set, in one language."""

    user: User
    problem: Problem
    problem_set: ProblemSet | None
    language: str

    def rows(self) -> QuerySet[Draft]:
        return Draft.objects.filter(
            user=self.user,
            problem=self.problem,
            problem_set=self.problem_set,
            language=self.language,
        )


def draft_place(*, user: User, slug: str, set_slug: str, language: str) -> DraftPlace:
    """Raises NotFoundError for what the user may not open, InvalidInputError for the language."""
    problem = problem_get(user=user, slug=slug)
    problem_set = None
    if set_slug:
        problem_set = set_get(user=user, slug=set_slug)
        if not problem_set.problems.filter(problem=problem).exists():
            raise problem_not_found(slug)
    if language not in language_table().ids:
        raise InvalidInputError(
            f"There is no language {language!r}: see /languages.", code="unknown_language"
        )
    return DraftPlace(user=user, problem=problem, problem_set=problem_set, language=language)


def draft_get(place: DraftPlace) -> Draft:
    """Raises NotFoundError."""
    draft = place.rows().first()
    if draft is None:
        raise NotFoundError("You have no draft here.", code="draft_not_found")
    return draft


def draft_save(place: DraftPlace, *, source: Source, expected_version: int, now: datetime) -> Draft:
    """Keep a text, if the draft stands as the writer last saw it (0: there was none).

    The same text again is no conflict, whatever the version, and changes nothing. Raises
    InvalidInputError, TooLargeError, ConflictError beyond the number allowed, or
    DraftConflictError; nothing is changed then.
    """
    _text_check(source)
    try:
        with transaction.atomic():
            draft = place.rows().select_for_update().first()
            if draft is not None and Source.kept(draft.source, draft.layout) == source:
                return draft
            if (draft.version if draft else 0) != expected_version:
                raise DraftConflictError(draft)
            if draft is None:
                return _create(place, source, now)
            draft.source, draft.layout = source.text, source.layout
            draft.version += 1
            draft.updated_at = now
            draft.save(update_fields=["source", "layout", "version", "updated_at"])
            return draft
    except IntegrityError:
        # Two first saves at once: the other one was faster.
        raise DraftConflictError(place.rows().first()) from None


def draft_delete(place: DraftPlace, *, expected_version: int) -> None:
    """Raises NotFoundError, or DraftConflictError where it has changed since."""
    with transaction.atomic():
        draft = place.rows().select_for_update().first()
        if draft is None:
            raise NotFoundError("You have no draft here.", code="draft_not_found")
        if draft.version != expected_version:
            raise DraftConflictError(draft)
        draft.delete()


def _create(place: DraftPlace, source: Source, now: datetime) -> Draft:
    if Draft.objects.filter(user=place.user).count() >= MAX_DRAFTS:
        raise ConflictError(
            f"You have {MAX_DRAFTS} drafts: delete some first.", code="too_many_drafts"
        )
    return Draft.objects.create(
        user=place.user,
        problem=place.problem,
        problem_set=place.problem_set,
        language=place.language,
        source=source.text,
        layout=source.layout,
        version=1,
        updated_at=now,
    )


def _text_check(source: Source) -> None:
    names_check([name for name, _ in source.layout])
    try:
        size_bytes = source.size_bytes
    except UnicodeEncodeError:
        size_bytes = -1
    if size_bytes < 0 or "\x00" in source.text:
        raise InvalidInputError(
            "The draft holds characters that are no text.", fields={"source": ["UTF-8 text"]}
        )
    if size_bytes > MAX_DRAFT_BYTES:
        raise TooLargeError(
            f"A draft may have {MAX_DRAFT_BYTES} bytes; this one has {size_bytes}.",
            code="draft_too_large",
        )
