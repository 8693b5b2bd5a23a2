import pytest
from django.utils import timezone
from strawberry.relay import to_base64

from contests.models import Balloon, Entry, Extension
from contests.services.talk import announcement_make, clarification_ask
from tests.contest_factories import DAY, HOUR, make_assignment, make_contest, make_entry
from tests.factories import make_problem
from tests.people import Cast


@pytest.fixture
def sets(cast: Cast) -> dict[str, str]:
    """Of algorithms: a running contest, one that is over, an assignment; of networks, a contest."""
    now = timezone.now()
    problems = [make_problem("a"), make_problem("b")]
    contest = make_contest(problems=problems, starts_at=now - HOUR, course=cast.algorithms)
    entry = make_entry(contest, cast.minsu)
    make_contest("old", starts_at=now - DAY, course=cast.algorithms)
    homework = make_assignment(course=cast.algorithms, problems=problems, starts_at=now - HOUR)
    Extension.objects.create(problem_set=homework, user=cast.minsu, ends_at=now + 9 * DAY)
    make_contest("theirs", starts_at=now + HOUR, course=cast.networks)
    question = clarification_ask(
        user=cast.minsu, slug="round", question="n > 0?", label="A", now=now
    )
    said = announcement_make(user=cast.ta_hana, slug="round", text="Hello.", label=None, now=now)
    balloon = Balloon.objects.create(
        problem_set=contest,
        set_problem=contest.problems.get(label="A"),
        entry=entry,
        created_at=now,
    )
    team = make_entry(contest, cast.professor, name="jury", is_official=False)
    Entry.objects.filter(pk=team.pk).update(kind="team")
    return {
        "question": to_base64("Clarification", question.pk),
        "said": to_base64("Announcement", said.pk),
        "balloon": to_base64("Balloon", balloon.pk),
        "entry": to_base64("Entry", entry.pk),
        "team": to_base64("Entry", team.pk),
    }
