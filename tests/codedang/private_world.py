"""What one student has that is nobody else's business, made through the services that keep it.

Every private text holds SECRET; what is for the members of minsu's course alone, COURSEONLY.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.services import student_number_set, token_create
from common.access import Scope
from common.background import WorkState
from contests.models import Balloon, ContestRules, Entry, EntryMode, ProblemSet
from contests.services.assignments import MoreTime, adjustment_make, extension_grant
from contests.services.talk import clarification_answer, clarification_ask
from courses.services import NoticeChange, WeekChange, notice_create, notice_publish, week_create
from discussions.services import NewQuestion, question_ask, question_reply
from judging.verdicts import Verdict
from notifications.kinds import KindId
from notifications.services import notify
from problems.models import Problem, Visibility
from problems.practice import editorial_set, favourite_set, hints_set
from problems.uploads.models import Upload
from submissions.archives.models import SourceArchive
from submissions.custom_runs.rules import Trial
from submissions.custom_runs.services import custom_run_create
from submissions.drafts.services import draft_place, draft_save
from submissions.models import Submission
from submissions.reviewing.models import LineComment
from submissions.sources import Source
from tests.contest_factories import DAY, HOUR, make_assignment, make_contest, make_entry
from tests.factories import make_problem, make_submission
from tests.people import Cast
from tests.submissions.standings.support import judge

SECRET, COURSE_ONLY = "SECRET", "COURSEONLY"


@dataclass
class World:
    """Minsu's site: a public problem, one of the course, a frozen contest and an assignment."""

    cast: Cast
    now: datetime = field(default_factory=timezone.now)
    public: Problem = field(init=False)
    ours: Problem = field(init=False)
    hidden: Problem = field(init=False)
    contest: ProblemSet = field(init=False)
    assignment: ProblemSet = field(init=False)
    entry: Entry = field(init=False)
    frozen: Submission = field(init=False)
    """Handed in after the freeze, and not judged."""
    values: dict[str, Any] = field(default_factory=dict)
    """Of path parameters, by the piece of the path that names them: all are minsu's."""

    def __post_init__(self) -> None:
        cast, course = self.cast, self.cast.algorithms
        self.public = make_problem("sum", course=course)
        self.ours = make_problem(f"{COURSE_ONLY}-dp", course=course, visibility=Visibility.COURSE)
        self.hidden = make_problem("exam", course=course, visibility=Visibility.HIDDEN)
        Problem.objects.filter(slug="exam").update(title=f"{SECRET} exam")
        hints_set(actor=cast.operator, problem=self.public, texts=["Whoever wants it reveals it."])
        text = f"{SECRET} editorial"
        editorial_set(actor=cast.operator, problem=self.public, language="ko", text=text)
        self._sets()
        self._talk()
        self._of_staff()
        self.values |= {
            "/problems/{slug}": "sum",
            "/contests/{slug}": "round",
            "/sets/{slug}": "round",
            "/assignments/{slug}": "homework",
            "/courses/{slug}": "algorithms",
            "{assignment}": "homework",
            "{language}": "cpp17",
            "{ordinal}": 1,
        }

    def _sets(self) -> None:
        cast, course = self.cast, self.cast.algorithms
        self.contest = make_contest(
            "round",
            problems=[self.public],
            starts_at=self.now - 4 * HOUR,
            course=course,
            freeze_at=self.now - HOUR,
            has_balloons=True,
        )
        ContestRules.objects.filter(problem_set=self.contest).update(entry_mode=EntryMode.ANY)
        self.entry = make_entry(self.contest, cast.minsu, name="minsu", join_code=f"{SECRET}-code")
        self.assignment = make_assignment(
            course=course,
            problems=[self.ours],
            starts_at=self.now - DAY,
        )
        make_contest("exam", problems=[self.hidden], starts_at=self.now + DAY, course=course)
        self.frozen = make_submission(cast.minsu, self.public, created_at=self.now - HOUR / 2)
        self.frozen.source = f"// {SECRET} source"
        self.frozen.problem_set, self.frozen.entry = self.contest, self.entry
        self.frozen.save()
        balloon = Balloon.objects.create(
            problem_set=self.contest,
            set_problem=self.contest.problems.get(),
            entry=self.entry,
            created_at=self.now,
        )
        own = {"{submission_id}": self.frozen.pk, "{old}": self.frozen.pk, "{new}": self.frozen.pk}
        self.values |= {**own, "{balloon_id}": balloon.pk}

    def _talk(self) -> None:
        cast, course, now = self.cast, self.cast.algorithms, self.now
        asked = NewQuestion(title=f"{SECRET} title", body=f"{SECRET} body", is_private=True)
        question = question_ask(user=cast.minsu, course_slug=course.slug, asked=asked, now=now)
        reply = question_reply(
            user=cast.minsu, question_id=question.pk, body=f"{SECRET} reply", now=now
        )
        words = NoticeChange(title=f"{COURSE_ONLY} notice", body=COURSE_ONLY)
        notice = notice_create(actor=cast.ta_hana, course_id=course.pk, values=words, now=now)
        notice_publish(actor=cast.ta_hana, notice_id=notice.pk, now=now)
        week = WeekChange(title=f"{COURSE_ONLY} week", is_published=True)
        week_create(actor=cast.ta_hana, course_id=course.pk, values=week)
        _, _ = token_create(
            user=cast.minsu, name=f"{SECRET} token", scopes=[Scope.SUBMIT], days=1, now=now
        )
        notify(
            kind=KindId.GRADED,
            subject=f"{SECRET} subject",
            user_ids=[cast.minsu.pk],
            params={"course": SECRET, "title": SECRET},
            link="/",
            now=now,
        )
        run = custom_run_create(
            user=cast.minsu,
            problem_slug="sum",
            language="cpp17",
            source=Source(f"// {SECRET} run"),
            trials=[Trial(text=f"{SECRET} input")],
            now=now,
        )
        self.values |= {
            "{question_id}": question.pk,
            "{reply_id}": reply.pk,
            "{notice_id}": notice.pk,
            "{token_id}": cast.minsu.access_tokens.get().pk,
            "{run_id}": run.pk,
            "{notification_id}": cast.minsu.notifications.latest("pk").pk,
        }

    def _of_staff(self) -> None:
        """What ta_hana has: a zip, an upload, the tests of an exam, a comment to minsu."""
        hana, now = self.cast.ta_hana, self.now
        archive = SourceArchive.objects.create(
            choice={}, requested_by=hana, created_at=now, state=WorkState.DONE
        )
        upload = Upload.objects.create(
            user=hana, key=f"{SECRET}-key", file_name=f"{SECRET}.zip", size_bytes=1, created_at=now
        )
        text = f"{SECRET} comment"
        LineComment.objects.create(
            submission=self.frozen,
            author=hana,
            line=1,
            text=text,
            html=text,
            created_at=now,
            released_at=now,
        )
        self.values |= {
            "{archive_id}": archive.pk,
            "{upload_id}": upload.pk,
            "/test-packages/{number}": self.hidden.ready_package.pk,
        }

    def goes_on(self) -> None:
        """Minsu works, is judged, asks and is answered, all in private."""
        cast, now = self.cast, self.now
        judge(self.frozen, Verdict.ACCEPTED, Verdict.ACCEPTED, Verdict.ACCEPTED)
        place = draft_place(user=cast.minsu, slug="sum", set_slug="", language="cpp17")
        draft_save(place, source=Source(f"// {SECRET} draft"), expected_version=0, now=now)
        favourite_set(user=cast.minsu, slug="sum", is_favourite=True)
        student_number_set(user=cast.minsu, student_number="20260001")
        late = make_submission(cast.minsu, self.ours, created_at=now)
        late.problem_set = self.assignment
        late.source = f"// {SECRET} homework"
        late.save()
        judge(late, Verdict.ACCEPTED, Verdict.ACCEPTED, Verdict.ACCEPTED)
        asked = clarification_ask(
            user=cast.minsu, slug="round", question=f"{SECRET} question", label=None, now=now
        )
        clarification_answer(
            user=cast.ta_hana,
            clarification_id=asked.pk,
            answer=f"{SECRET} answer",
            is_broadcast=False,
            now=now,
        )
        extension_grant(
            user=cast.ta_hana,
            slug=self.assignment.slug,
            usernames=["minsu"],
            more=MoreTime(ends_at=self.assignment.ends_at + DAY, reason=f"{SECRET} reason"),
        )
        adjustment_make(
            user=cast.ta_hana,
            slug=self.assignment.slug,
            username="minsu",
            label=None,
            points=5,
            comment=f"{SECRET} comment",
            now=now,
        )
        words = NewQuestion(title=f"{SECRET} again", body=f"{SECRET} body", is_private=True)
        question_ask(user=cast.minsu, course_slug="algorithms", asked=words, now=now)
