"""A small site with one of each, and values that lead to it, for tests that walk all operations."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from contests.models import Balloon
from discussions.services import NewQuestion, question_ask, question_reply
from judging.verdicts import Verdict
from problems.models import Tag, Visibility
from problems.practice import editorial_set, hints_set
from tests.contest_factories import HOUR, make_assignment, make_contest, make_entry
from tests.courses.factories import make_notice, make_week
from tests.factories import make_problem, make_submission
from tests.people import Cast

PEOPLE = ("visitor", "minsu", "ta_hana", "operator")


def furnish(cast: Cast) -> dict[str, Any]:
    """Make the site; the values of path parameters, by the piece of the path that names them."""
    Tag.objects.create(slug="graphs", name_ko="그래프", name_en="Graphs")
    problem = make_problem("sum", course=cast.algorithms)
    make_problem("ours", course=cast.algorithms, visibility=Visibility.COURSE)
    hints_set(actor=cast.operator, problem=problem, texts=["Think."])
    editorial_set(actor=cast.operator, problem=problem, language="ko", text="…")
    contest = make_contest(
        "round", problems=[problem], starts_at=timezone.now() - HOUR, course=cast.algorithms
    )
    balloon = Balloon.objects.create(
        problem_set=contest,
        set_problem=contest.problems.get(),
        entry=make_entry(contest, cast.minsu),
        created_at=timezone.now(),
    )
    make_assignment(course=cast.algorithms, problems=[problem], starts_at=timezone.now() - HOUR)
    make_contest("later", problems=[problem], starts_at=timezone.now() + timedelta(days=1))
    words = NewQuestion(title="Why?", body="So.", is_private=False)
    now = timezone.now()
    question = question_ask(user=cast.minsu, course_slug="algorithms", asked=words, now=now)
    reply = question_reply(user=cast.ta_hana, question_id=question.pk, body="So.", now=now)
    notice = make_notice(cast, cast.algorithms)
    make_notice(cast, None)
    make_week(cast)
    submission = make_submission(cast.minsu, problem, verdict=Verdict.ACCEPTED)
    return {
        "/problems/{slug}": "sum",
        "/contests/{slug}": "round",
        "/sets/{slug}": "round",
        "/assignments/{slug}": "homework",
        "{balloon_id}": balloon.pk,
        "{assignment}": "homework",
        "/courses/{slug}": "algorithms",
        "{language}": "cpp17",
        "{submission_id}": submission.pk,
        "{old}": submission.pk,
        "{new}": submission.pk,
        "{ordinal}": 1,
        "{question_id}": question.pk,
        "{reply_id}": reply.pk,
        "{notice_id}": notice.pk,
    }
