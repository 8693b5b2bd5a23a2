"""REST: what people do with problems for themselves: favourites, hints, editorials."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Status

from accounts.doors import signed_in_user, visitor
from common.access import Scope, needs, open_to
from common.errors import NotFoundError
from common.rest import Schema, refusals
from problems.api import DEFAULT_LANGUAGE, Slug
from problems.practice import favourite_set, hint_reveal
from problems.selectors import editorials_for, hints_for, problem_practised

router = Router(tags=["practice"])


class HintOut(Schema):
    """A hint; its text is there once it has been revealed to you."""

    ordinal: int
    is_revealed: bool
    html: str | None = Field(description="Sanitised; null: not revealed.")


class HintList(Schema):
    items: list[HintOut]


class EditorialOut(Schema):
    """How the problem is solved."""

    language: str
    available_languages: list[str]
    html: str = Field(description="Sanitised; $…$ and $$…$$ hold TeX.")
    released_at: datetime | None


@router.put(
    "/problems/{slug}/favourite",
    response={204: None, **refusals(401, 403, 404, 409)},
    auth=needs(Scope.WRITE_PRACTICE, "your own favourites"),
    summary="Mark as favourite",
)
def favourite_put(request: HttpRequest, slug: Slug) -> Status[None]:
    favourite_set(user=signed_in_user(request), slug=slug, is_favourite=True)
    return Status(204, None)


@router.delete(
    "/problems/{slug}/favourite",
    response={204: None, **refusals(401, 403, 404)},
    auth=needs(Scope.WRITE_PRACTICE, "your own favourites"),
    summary="Take the mark away",
)
def favourite_delete(request: HttpRequest, slug: Slug) -> Status[None]:
    favourite_set(user=signed_in_user(request), slug=slug, is_favourite=False)
    return Status(204, None)


@router.get(
    "/problems/{slug}/hints",
    response={200: HintList, **refusals(401, 404)},
    auth=needs(Scope.READ_PROBLEMS, "problems that you may open"),
    summary="Hints, as far as you revealed them",
)
def hints_list(request: HttpRequest, slug: Slug) -> HintList:
    user = signed_in_user(request)
    problem = problem_practised(user=user, slug=slug)
    return HintList(
        items=[
            HintOut(
                ordinal=hint.ordinal,
                is_revealed=is_revealed,
                html=hint.html if is_revealed else None,
            )
            for hint, is_revealed in hints_for(user, problem)
        ]
    )


@router.post(
    "/problems/{slug}/hints/{ordinal}/reveal",
    response={200: HintOut, **refusals(401, 403, 404, 409)},
    auth=needs(Scope.WRITE_PRACTICE, "problems that you may open"),
    summary="Reveal the next hint",
)
def hint_post(
    request: HttpRequest, slug: Slug, ordinal: Annotated[int, Field(ge=1, le=1_000)]
) -> HintOut:
    """Codes: `hint_not_found`, `earlier_hint_hidden`."""
    hint = hint_reveal(user=signed_in_user(request), slug=slug, ordinal=ordinal, now=timezone.now())
    return HintOut(ordinal=hint.ordinal, is_revealed=True, html=hint.html)


@router.get(
    "/problems/{slug}/editorial",
    response={200: EditorialOut, **refusals(403, 404)},
    auth=open_to(Scope.READ_PROBLEMS, "those who solved the problem; everybody after its release"),
    summary="Editorial",
)
def editorial_read(
    request: HttpRequest,
    slug: Slug,
    language: Annotated[str, Query(max_length=10)] = DEFAULT_LANGUAGE,
) -> EditorialOut:
    """404 `editorial_not_found` says no more than that there is none for you yet."""
    user = visitor(request)
    problem = problem_practised(user=user, slug=slug)
    found = {one.language: one for one in editorials_for(user, problem, timezone.now())}
    editorial = found.get(language) or next(iter(found.values()), None)
    if editorial is None:
        raise NotFoundError(
            "There is no editorial that you may read yet: solve the problem first.",
            code="editorial_not_found",
        )
    return EditorialOut(
        language=editorial.language,
        available_languages=sorted(found),
        html=editorial.html,
        released_at=editorial.released_at,
    )
