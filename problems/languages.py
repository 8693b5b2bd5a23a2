"""Which programming languages a problem takes, from the judge's table."""

from django.conf import settings

from judging.languages import ANSWER, Language, language_table
from problems.models import Problem


def languages_of(problem: Problem) -> list[Language]:
    """The languages that the site offers and the problem allows, in the table's order.

    A problem that asks for answers takes nothing else.
    """
    allowed = set(problem.allowed_languages) or settings.SITE_LANGUAGES
    if ANSWER.id in allowed:
        return [ANSWER]
    offered = allowed & settings.SITE_LANGUAGES
    return [row for row in language_table().language if row.id in offered]
