"""REST: personal access tokens."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Status

from accounts.doors import signed_in_user
from accounts.models import TOKEN_NAME_MAX_CHARS, AccessToken
from accounts.services import MAX_TOKEN_DAYS, token_create, token_revoke
from common.access import SCOPE_MEANINGS, Scope, session_only
from common.pagination import paginate
from common.rest import Page, PageQuery, Schema, refusals

router = Router(tags=["tokens"])

OWN_TOKENS = "your own tokens"


class TokenOut(Schema):
    """A personal access token, without the token itself."""

    id: int
    name: str
    beginning: str = Field(description="Its first characters.")
    scopes: list[str]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None = Field(description="Exact to a minute.")
    revoked_at: datetime | None


class TokenMade(TokenOut):
    token: str = Field(description="Shown this once. Send it as `Authorization: Bearer …`.")


class TokenIn(Schema):
    """A token to make."""

    name: str = Field(min_length=1, max_length=TOKEN_NAME_MAX_CHARS, description="What it is for.")
    scopes: list[Scope] = Field(
        min_length=1,
        max_length=len(Scope),
        description=" ".join(f"`{scope}`: {text}" for scope, text in SCOPE_MEANINGS.items()),
    )
    days: int = Field(default=90, ge=1, le=MAX_TOKEN_DAYS, description="Until it expires.")


def _token(token: AccessToken) -> TokenOut:
    return TokenOut(
        id=token.pk,
        name=token.name,
        beginning=token.beginning,
        scopes=token.scopes,
        created_at=token.created_at,
        expires_at=token.expires_at,
        last_used_at=token.last_used_at,
        revoked_at=token.revoked_at,
    )


@router.get(
    "/me/tokens",
    response={200: Page[TokenOut], **refusals(401)},
    auth=session_only(OWN_TOKENS),
    summary="Your tokens, newest first",
)
def tokens_list(request: HttpRequest, query: Query[PageQuery]) -> Page[TokenOut]:
    tokens = AccessToken.objects.filter(user=signed_in_user(request))
    page = paginate(tokens, order=("-id",), cursor=query.cursor, limit=query.limit)
    return Page(items=[_token(token) for token in page.items], next_cursor=page.next_cursor)


@router.post(
    "/me/tokens",
    response={201: TokenMade, **refusals(401, 403, 409)},
    auth=session_only(OWN_TOKENS),
    summary="Make a token",
)
def token_post(request: HttpRequest, payload: TokenIn) -> Status[TokenMade]:
    token, text = token_create(
        user=signed_in_user(request),
        name=payload.name,
        scopes=set(payload.scopes),
        days=payload.days,
        now=timezone.now(),
    )
    return Status(201, TokenMade(**_token(token).model_dump(), token=text))


@router.delete(
    "/me/tokens/{token_id}",
    response={204: None, **refusals(401, 403, 404)},
    auth=session_only(OWN_TOKENS),
    summary="Revoke a token",
)
def token_delete(
    request: HttpRequest, token_id: Annotated[int, Field(ge=1, le=2**63 - 1)]
) -> Status[None]:
    token_revoke(user=signed_in_user(request), token_id=token_id, now=timezone.now())
    return Status(204, None)
