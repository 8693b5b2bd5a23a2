"""A course with a row of everything that GraphQL shows, and a word in each of its texts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, models, transaction

from accounts.models import User
from codedang.auditing import node_models
from codedang.graphql import schema
from contests.models import Entry, EntryMember, ProblemSet, ScoreAdjustment
from courses.models import Course, Membership, Notice
from judging.contract_checks import VerifiedSubmission
from judging.packages.manifest import PackageManifest
from judging.packages.test_groups import TestGroup
from judging.verdicts import Verdict
from problems.archive import judge_package_name, source_name
from problems.authoring.models import ProblemRevision
from problems.models import Problem, TestPackage, Visibility
from submissions.grades.recording import set_results_refresh
from submissions.models import Judgement, Rejudging, RejudgingItem, SourceArchive, Submission
from submissions.services import judgement_report_record
from tests.contest_factories import make_assignment, make_contest, make_entry
from tests.factories import NOON, judgement_of, make_problem, make_submission, report_of
from tests.people import Cast
from tests.problems.packages import zipped

WORD = "sesame"
"""Stands in every text of the course, so that it shows wherever a text of it does."""

NOTHING = object()
"""The column stays empty."""

SHAPES: Mapping[tuple[str, str], Any] = {
    ("WeekItem", "problem_id"): NOTHING,
    ("CodeTemplate", "source"): f"// @locked\n{WORD}\n// @unlocked\n",
    ("ProblemRevision", "part"): "settings",
    ("ProblemRevision", "content"): {"title": WORD},
    ("Question", "reply_count"): 1,
    ("Fault", "switched_off_at"): NOTHING,
    ("Fault", "resolved_at"): NOTHING,
    # Tags are everybody's.
    ("Tag", "slug"): "graphs",
    ("Tag", "name_ko"): "그래프",
    ("Tag", "name_en"): "Graphs",
    ("PackageImport", "findings"): [
        {"severity": "problem", "file": WORD, "line": 1, "message": WORD}
    ],
    ("PackageVerification", "findings"): [
        {"severity": "problem", "file": WORD, "line": 1, "message": WORD}
    ],
    ("PackageVerification", "programs"): [
        {"kind": "generator", "path": WORD, "is_fine": True, "message": WORD}
    ],
    ("PackageVerification", "submissions"): [
        VerifiedSubmission(
            path=WORD, language=None, expected=WORD, actual=WORD, agrees=None
        ).model_dump(mode="json")
    ],
    ("TestPackageDraftChange", "operation"): {"kind": "remove_case", "name": "secret/1"},
    ("PlagiarismCheck", "left_out"): [{"submission": 1, "reason": WORD}],
    ("PlagiarismPair", "left_regions"): [[1, 1, 2, 1]],
    ("PlagiarismPair", "right_regions"): [[1, 1, 2, 1]],
    ("Rejudging", "choice"): {"problem": "dp"},
    ("RejudgingItem", "old_verdict"): Verdict.WRONG_ANSWER,
    ("RejudgingItem", "new_verdict"): Verdict.ACCEPTED,
    ("RejudgingItem", "is_finished"): True,
}
"""Values of columns whose shape a resolver relies on."""
SHARED = (User, Course)
"""Models of which the walkers' own course has rows too, or that belong to nobody's course."""


@dataclass
class World:
    """The rows of one course, by model."""

    course: Course
    student: User
    rows: dict[type[models.Model], models.Model] = field(default_factory=dict)
    later: Submission = field(init=False)
    """The student's last one, with another source."""

    def row(self, model: type[models.Model]) -> models.Model:
        """The course's row of a model; made where there is none."""
        if model not in self.rows:
            self.rows[model] = self._made(model)
        return self.rows[model]

    def ids(self) -> dict[str, str]:
        """Each type's row, as GraphQL's own number of it."""
        return {name: str(self.row(model).pk) for name, model in node_models(schema).items()}

    def _made(self, model: type[models.Model]) -> models.Model:
        values = {}
        for column in model._meta.concrete_fields:
            if isinstance(column, models.AutoField):
                continue
            value = self._value(model, column)
            if value is not None:
                values[column.name] = value
        try:
            with transaction.atomic():
                return model._default_manager.create(**values)
        except IntegrityError:
            # Columns that exclude each other: those that may be empty are.
            empty = {column.name for column in model._meta.concrete_fields if column.null}
            needed = {name: value for name, value in values.items() if name not in empty}
            return model._default_manager.create(**needed)

    def _value(self, model: type[models.Model], column: Any) -> Any:
        shape = SHAPES.get((model.__name__, column.name))
        if shape is not None:
            return None if shape is NOTHING else shape
        if column.is_relation:
            related = column.related_model
            is_own = related is model or related in self.rows or not column.null
            return self.row(related) if is_own and related is not model else None
        if column.choices:
            return column.get_default() or column.choices[0][0]
        if isinstance(column, models.SlugField):
            return f"{WORD}-{model.__name__.lower()}"[: column.max_length]
        if isinstance(column, models.CharField | models.TextField):
            text = f"{WORD} {model.__name__} {column.name}"
            return text[: column.max_length or 100]
        if isinstance(column, models.DateTimeField):
            return NOON
        if isinstance(column, models.DateField):
            return date(2026, 3, 2)
        if column.has_default():
            return column.get_default()
        return _plain(column)


def _plain(column: Any) -> Any:
    if isinstance(column, models.BooleanField):
        return False
    if isinstance(column, models.IntegerField):
        return 1
    if isinstance(column, models.FloatField):
        return 1.0
    if isinstance(column, models.DurationField | models.DecimalField):
        raise TypeError(f"say in SHAPES what {column} holds")
    return [] if isinstance(column, models.JSONField) else None


def _store_packages(package: TestPackage) -> None:
    package.manifest["groups"] = [TestGroup(name="").model_dump(mode="json")]
    package.save(update_fields=["manifest"])
    manifest = PackageManifest.model_validate(package.manifest)
    paths = [path for one in manifest.test_cases for path in (one.input_path, one.answer_path)]
    content = zipped(dict.fromkeys(paths, WORD))
    for name in (judge_package_name(package.sha256), source_name(package.source_sha256)):
        default_storage.save(name, ContentFile(content))


def make_world(cast: Cast) -> World:
    """All of the course algorithms."""
    course = cast.algorithms
    Course.objects.filter(pk=course.pk).update(title=f"{WORD} course", summary=WORD)
    course.refresh_from_db()
    problem = make_problem("dp", course=course, visibility=Visibility.COURSE)
    problem.statements.update(title=f"{WORD} statement", source=WORD, html=WORD)
    Problem.objects.filter(pk=problem.pk).update(title=f"{WORD} problem")
    problem.refresh_from_db()
    _store_packages(problem.ready_package)
    contest = make_contest("round", course=course, problems=[problem])
    make_assignment(course=course, problems=[problem])
    ProblemSet.objects.filter(course=course).update(title=f"{WORD} set", description=WORD)
    submission = make_submission(cast.minsu, problem)
    judgement_report_record(
        report=report_of(judgement_of(submission), Verdict.ACCEPTED, Verdict.WRONG_ANSWER), now=NOON
    )
    Submission.objects.filter(pk=submission.pk).update(source=WORD, layout=[["main.py", len(WORD)]])
    submission.refresh_from_db()
    contest.refresh_from_db()
    judgement = judgement_of(submission)
    world = World(course=course, student=cast.minsu)
    world.rows = {
        Course: course,
        User: cast.minsu,
        Membership: Membership.objects.get(user=cast.minsu),
        Problem: problem,
        TestPackage: problem.ready_package,
        ProblemSet: contest,
        Entry: make_entry(contest, cast.minsu, organization=WORD),
        Submission: submission,
        Judgement: judgement,
    }
    made: list[type[models.Model]] = [
        EntryMember,
        contest.problems.model,
        judgement.runs.model,
        problem.statements.model,
    ]
    for model in made:
        world.rows[model] = model._default_manager.order_by("pk")[0]
    for model in node_models(schema).values():
        world.row(model)
    ProblemRevision.objects.create(
        problem=problem,
        number=2,
        part="settings",
        content={"title": f"{WORD} again"},
        created_at=NOON,
        actor=cast.ta_hana,
    )
    Notice.objects.create(title="To all", body="Welcome.", created_at=NOON, published_at=NOON)
    SourceArchive.objects.update(requested_by=cast.operator)
    _hand_in(world, cast.minsu, problem)
    return world


def _hand_in(world: World, student: User, problem: Problem) -> None:
    """What statistics, grades, diffs and previews of rejudgings are made of."""
    contest = ProblemSet.objects.get(slug="round")
    assignment = ProblemSet.objects.get(slug="homework")
    rejudging, entry = Rejudging.objects.get(), Entry.objects.get(problem_set=contest)
    make_submission(student, make_problem("solved", course=world.course), verdict=Verdict.ACCEPTED)
    for place in (contest, assignment, contest, assignment, contest):
        one = make_submission(student, problem, verdict=Verdict.WRONG_ANSWER)
        one.problem_set, one.source = place, f"{WORD}\nanew"
        one.entry = entry if place is contest else None
        one.save()
        RejudgingItem.objects.create(
            rejudging=rejudging,
            submission=one,
            old_judgement=judgement_of(one),
            old_verdict=Verdict.WRONG_ANSWER,
            new_judgement=judgement_of(one),
            new_verdict=Verdict.ACCEPTED,
            is_finished=True,
        )
        world.later = one
    set_results_refresh(assignment.pk)
    ScoreAdjustment.objects.create(
        problem_set=assignment,
        set_problem=assignment.problems.get(),
        user=student,
        points=1,
        comment=WORD,
        made_by=student,
        created_at=NOON,
    )
