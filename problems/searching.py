"""Full-text search over problems, in Korean and English, on PostgreSQL and SQLite alike.

A text becomes tokens here, not in the database: words of letters and digits as they are, and
runs of other scripts (Hangul, Han, Kana) as pairs of neighbouring characters, so that any part
of a Korean word is found without knowing its particles. Words are found by their beginning,
runs anywhere. The databases only keep the tokens: PostgreSQL in a tsvector with a GIN index,
SQLite in FTS5. Both tables have a row per problem under the problem's own number and are no
model of Django: migration 0005 makes them.
"""

import re
import unicodedata
from collections.abc import Iterable
from itertools import groupby

from django.db import connection
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from django.utils.html import strip_tags

from problems.models import Problem

MAX_TEXT_CHARS = 100_000
MAX_TOKENS = 50_000
"""A tsvector holds at most 1 MB."""
MAX_WORD_CHARS = 60
MAX_WORDS = 8
_MAX_POSITION = 16_383
"""PostgreSQL counts no further within a tsvector; later tokens share it."""


def words_of(text: str) -> list[str]:
    """The words and runs of ``text`` in one spelling: composed, without case."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    words = []
    for part in re.findall(r"[^\W_]+", folded):
        # "a정렬b": letters and Hangul side by side are words of their own.
        words += ["".join(run) for _, run in groupby(part, key=_is_wide)]
    return [word[:MAX_WORD_CHARS] for word in words]


def tokens_of(text: str) -> list[str]:
    """What is stored of ``text``, in its order."""
    tokens: list[str] = []
    for word in words_of(text[:MAX_TEXT_CHARS]):
        if not _is_wide(word[0]):
            tokens.append(word)
        else:
            # The last character alone: it begins no pair, and may be looked for.
            tokens += [word[i : i + 2] for i in range(len(word))]
    return tokens[:MAX_TOKENS]


def query_of(text: str) -> list[tuple[list[str], bool]]:
    """What to look for: each a row of neighbouring tokens, and whether the last is a beginning."""
    query: list[tuple[list[str], bool]] = []
    for word in words_of(text)[:MAX_WORDS]:
        if not _is_wide(word[0]) or len(word) == 1:
            query.append(([word], True))
        else:
            query.append(([word[i : i + 2] for i in range(len(word) - 1)], False))
    return query


def _is_wide(character: str) -> bool:
    """Whether the character's script puts no spaces around words, or clings particles to them."""
    return unicodedata.east_asian_width(character) in {"W", "F", "H"}


def problems_search(problems: QuerySet[Problem], text: str) -> QuerySet[Problem]:
    """Those with every word of ``text`` in address, titles, tags or statements.

    The better the place, the smaller the annotation ``rank``: 0 for the address itself, 1
    for all words in the title or address, 2 elsewhere.
    """
    if not text.strip():
        return problems.annotate(rank=Value(0, output_field=IntegerField()))
    query = query_of(text)
    if not query:
        return problems.annotate(rank=Value(0, output_field=IntegerField())).none()
    typed = unicodedata.normalize("NFC", text.replace("\x00", " ")).strip()
    in_title = Q()
    for word in typed.split()[:MAX_WORDS]:
        in_title &= Q(slug__icontains=word) | Q(title__icontains=word)
    rank = Case(
        When(slug__iexact=typed, then=Value(0)),
        When(in_title, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return problems.filter(pk__in=_matches(query)).annotate(rank=rank)


def _matches(query: list[tuple[list[str], bool]]) -> RawSQL:
    if connection.vendor == "postgresql":
        parts = [
            " <-> ".join(f"'{token}'" for token in tokens) + (":*" if is_beginning else "")
            for tokens, is_beginning in query
        ]
        return RawSQL(
            "SELECT problem_id FROM problems_search WHERE tokens @@ %s::tsquery",
            (" & ".join(f"({part})" for part in parts),),
        )
    parts = [
        '"' + " ".join(tokens) + '"' + ("*" if is_beginning else "")
        for tokens, is_beginning in query
    ]
    return RawSQL(
        "SELECT rowid FROM problems_search WHERE problems_search MATCH %s", (" AND ".join(parts),)
    )


def problem_text(problem: Problem) -> str:
    """All that a problem is found by."""
    lines = [problem.slug.replace("-", " "), problem.slug.replace("-", ""), problem.title]
    lines += [f"{tag.slug} {tag.name_ko} {tag.name_en}" for tag in problem.tags.all()]
    statements = list(problem.statements.all())
    lines += [statement.title for statement in statements]
    lines += [strip_tags(statement.html) for statement in statements]
    return "\n".join(lines)


def problems_index(problems: Iterable[Problem]) -> None:
    """Write the problems' tokens anew; call it in the transaction that changes their text."""
    for problem in problems:
        index_write(problem.pk, tokens_of(problem_text(problem)))


def index_write(problem_id: int, tokens: list[str]) -> None:
    """Put ``tokens`` in the place of what is stored for the problem."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Tokens hold letters and digits only, so nothing in them needs an escape.
            positions: dict[str, list[int]] = {}
            for place, token in enumerate(tokens, start=1):
                places = positions.setdefault(token, [])
                if len(places) < 255:
                    places.append(min(place, _MAX_POSITION))
            vector = " ".join(
                f"'{token}':{','.join(map(str, places))}" for token, places in positions.items()
            )
            cursor.execute(
                "INSERT INTO problems_search (problem_id, tokens) VALUES (%s, %s::tsvector) "
                "ON CONFLICT (problem_id) DO UPDATE SET tokens = EXCLUDED.tokens",
                [problem_id, vector],
            )
        else:
            cursor.execute("DELETE FROM problems_search WHERE rowid = %s", [problem_id])
            cursor.execute(
                "INSERT INTO problems_search (rowid, tokens) VALUES (%s, %s)",
                [problem_id, " ".join(tokens)],
            )
