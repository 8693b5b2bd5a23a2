"""Which programming languages a problem takes, from the judge's table."""

from judging.languages import Language, language_table
from problems.models import Problem


def languages_of(problem: Problem) -> list[Language]:
    """The languages of the table that the problem allows, in the table's order."""
    allowed = set(problem.allowed_languages)
    return [row for row in language_table().language if not allowed or row.id in allowed]
