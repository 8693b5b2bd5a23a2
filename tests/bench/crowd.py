"""A site with very many submissions, for measuring lists on PostgreSQL.

Few rows are made by the ORM; the many are copies of one of them, made by the database itself
(generate_series) with other owners, problems and verdicts, so that new columns need no change
here.
"""

from collections.abc import Mapping
from copy import copy
from datetime import UTC, datetime, timedelta

from django.db import connection, models, transaction

from accounts.models import User
from contests.models import ContestRules, ProblemSet, SetKind, SetProblem, SetVisibility
from courses.models import Course, Membership, Role
from judging.verdicts import Verdict
from notifications.models import Notification
from problems.models import Hint, Problem, ProblemStatistics, Statement, Tag, TestPackage
from problems.searching import index_write, tokens_of
from submissions.models import Judgement, ProblemResult, Submission, UserStatistics
from tests.factories import make_package, make_submission

PEOPLE = 5_000
PROBLEMS = 2_000
TAGS = 60
CONTESTS = 40
NOTIFICATIONS = 100_000
COURSE_MEMBERS = 300
STUDENT_SHARE = 50
"""One in so many submissions is of the one student whose lists are measured."""
STUDENT, OPERATOR, COURSE = "student", "operator", "algorithms"
BEGAN = datetime(2024, 3, 1, tzinfo=UTC)

_KOREAN = "정렬 그래프 최단 경로 배열 문자열 탐색 수열 다리 도시 여행 상자 카드 게임 나무 행렬"
_ENGLISH = "sort graph shortest path array string search bridge city travel box card tree"


def crowd_make(submissions: int) -> None:
    """Fill an empty database; takes a minute for each half million."""
    # Whole or not at all: half a crowd would be measured as if it were the whole.
    with transaction.atomic(), connection.cursor() as cursor:
        _people()
        _problems()
        _contests()
        # The copies refer to rows that are there: no need to ask for each.
        cursor.execute("SET LOCAL session_replication_role = replica")
        _submissions(submissions)
        _notifications()
        _totals()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _people() -> None:
    names = [STUDENT, OPERATOR] + [f"person{number}" for number in range(2, PEOPLE)]
    User.objects.bulk_create(
        User(
            username=name,
            email=f"{name}@example.com",
            password="!",
            is_staff=name == OPERATOR,
            is_superuser=name == OPERATOR,
        )
        for name in names
    )
    course = Course.objects.create(slug=COURSE, title="Algorithms")
    Membership.objects.bulk_create(
        Membership(course=course, user=user, role=Role.STUDENT)
        for user in User.objects.order_by("id")[:COURSE_MEMBERS]
    )


def _problems() -> None:
    tags = Tag.objects.bulk_create(
        Tag(slug=f"tag-{n}", name_ko=f"주제 {n}", name_en=f"Topic {n}") for n in range(TAGS)
    )
    course = Course.objects.get()
    problems = Problem.objects.bulk_create(
        Problem(
            slug=f"p{number}",
            title=_title(_KOREAN, number),
            visibility="course" if number % 10 == 9 else "public",
            course=course if number % 10 == 9 else None,
            difficulty=number % 11,
        )
        for number in range(PROBLEMS)
    )
    statements = Statement.objects.bulk_create(
        Statement(
            problem=problem,
            language=language,
            title=_title(words, number),
            source="…",
            html=f"<p>{(_title(words, number) + f' {number} 이하의 수가 주어진다. ') * 30}</p>",
        )
        for number, problem in enumerate(problems)
        for language, words in (("ko", _KOREAN), ("en", _ENGLISH))
    )
    first = make_package(problems[0])
    TestPackage.objects.bulk_create(_package(first, problem) for problem in problems[1:])
    for package in TestPackage.objects.all():
        Problem.objects.filter(pk=package.problem_id).update(test_package=package)
    Problem.tags.through.objects.bulk_create(
        Problem.tags.through(problem=problem, tag=tags[(number * 7 + place) % TAGS])
        for number, problem in enumerate(problems)
        for place in range(2)
    )
    for number, problem in enumerate(problems):
        texts = [problem.title, *(one.html for one in statements[2 * number : 2 * number + 2])]
        index_write(problem.pk, tokens_of("\n".join(texts)))
    Hint.objects.create(problem=problems[0], ordinal=1, source="…", html="…")


def _title(words: str, number: int) -> str:
    chosen = words.split()
    return " ".join(chosen[(number * k + k) % len(chosen)] for k in (1, 3, 7))


def _package(like: TestPackage, problem: Problem) -> TestPackage:
    package = copy(like)
    package.pk = None
    package._state.adding = True
    package.problem = problem
    return package


def _contests() -> None:
    problems = list(Problem.objects.filter(visibility="public").order_by("id")[:200])
    for number in range(CONTESTS):
        starts_at = BEGAN + timedelta(days=number)
        contest = ProblemSet.objects.create(
            kind=SetKind.CONTEST,
            slug=f"contest{number}",
            title=f"Contest {number}",
            visibility=SetVisibility.PUBLIC,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=5),
        )
        ContestRules.objects.create(problem_set=contest)
        SetProblem.objects.bulk_create(
            SetProblem(
                problem_set=contest,
                problem=problems[(number * 5 + place) % len(problems)],
                ordinal=place + 1,
                label=chr(65 + place),
            )
            for place in range(10)
        )


def _submissions(count: int) -> None:
    student = User.objects.get(username=STUDENT)
    first = make_submission(
        student,
        Problem.objects.get(slug="p0"),
        verdict=Verdict.ACCEPTED,
        created_at=BEGAN,
    )
    people = _first_id(User)
    problems = _first_id(Problem)
    sets = _first_id(ProblemSet)
    verdicts = "(ARRAY['AC','AC','WA','WA','WA','TLE','RTE','CE'])[1 + (g * 7919) % 8]"
    _copies(
        Submission,
        first.pk,
        count,
        {
            "user_id": f"CASE WHEN g % {STUDENT_SHARE} = 0 THEN {student.pk} "
            f"ELSE {people} + floor(power(random(), 2) * {PEOPLE})::bigint END",
            "problem_id": f"{problems} + floor(power(random(), 1.5) * {PROBLEMS})::bigint",
            "problem_set_id": f"CASE WHEN g % 20 = 0 THEN {sets} + (g / 20) % {CONTESTS} END",
            "language": "(ARRAY['cpp17','python3','java17','c17'])[1 + (g * 31) % 4]",
            "source": "'int main() { return ' || g || '; }'",
            "verdict": verdicts,
            "created_at": "t.created_at + g * interval '1 minute'",
            "current_judgement_id": "g",
        },
    )
    assert first.current_judgement_id is not None
    _copies(
        Judgement,
        first.current_judgement_id,
        count,
        {"submission_id": "g", "attempt_token": "md5(g::text)", "verdict": verdicts},
    )


def _first_id(model: type[models.Model]) -> int:
    return int(model._default_manager.aggregate(first=models.Min("pk"))["first"])


def _notifications() -> None:
    first = Notification.objects.create(
        user=User.objects.get(username=STUDENT),
        kind="graded",
        subject="submission:0",
        params={"title": "…", "course": "…"},
        link="/",
        is_shown=True,
        created_at=BEGAN,
    )
    people = _first_id(User)
    _copies(
        Notification,
        first.pk,
        NOTIFICATIONS,
        {
            "user_id": f"{people} + g % {PEOPLE}",
            "subject": "'submission:' || g",
            "created_at": "t.created_at + g * interval '1 minute'",
        },
    )


def _copies(
    model: type[models.Model], first_id: int, count: int, changes: Mapping[str, str]
) -> None:
    """Rows like the one that is there, with the ids after it; ``g`` is the copy's id."""
    table = model._meta.db_table
    fields = [f for f in model._meta.local_concrete_fields if not getattr(f, "generated", False)]
    columns = [str(field.column) for field in fields]
    # Doubled, for the statement has parameters.
    values = [
        "g" if column == "id" else changes.get(column, f't."{column}"').replace("%", "%%")
        for column in columns
    ]
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" ({names}) SELECT {", ".join(values)} '  # noqa: S608 - our own names
            "FROM generate_series(%s::bigint, %s::bigint) g, "
            f'(SELECT * FROM "{table}" WHERE id = %s) t',
            [first_id + 1, first_id + count - 1, first_id],
        )
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, first_id + count]
        )


def _totals() -> None:
    """What the recording of each verdict would have counted."""
    submissions = Submission._meta.db_table
    practice = "problem_set_id IS NULL"
    with connection.cursor() as cursor:
        for model in (ProblemResult, ProblemStatistics, UserStatistics):
            cursor.execute(f'DELETE FROM "{model._meta.db_table}"')  # noqa: S608 - our own names
        cursor.execute(
            f'INSERT INTO "{ProblemResult._meta.db_table}" (user_id, problem_id, attempts, '  # noqa: S608 - our own names
            "first_accepted_id, practice_attempts, practice_accepted, is_counted) "
            "SELECT user_id, problem_id, count(*), min(id) FILTER (WHERE verdict = 'AC'), "
            f"count(*) FILTER (WHERE {practice}), "
            f"count(*) FILTER (WHERE verdict = 'AC' AND {practice}), "
            f"bool_or(verdict = 'AC' AND {practice}) "
            f"FROM {submissions} GROUP BY user_id, problem_id"
        )
        cursor.execute(
            f'INSERT INTO "{ProblemStatistics._meta.db_table}" (problem_id, attempt_count, '  # noqa: S608 - our own names
            "accepted_count, solver_count) SELECT problem_id, sum(practice_attempts), "
            "sum(practice_accepted), count(*) FILTER (WHERE practice_accepted > 0) "
            f'FROM "{ProblemResult._meta.db_table}" GROUP BY problem_id'
        )
        cursor.execute(
            f'INSERT INTO "{UserStatistics._meta.db_table}" (user_id, solved_count) '  # noqa: S608 - our own names
            "SELECT user_id, count(*) FILTER (WHERE is_counted) "
            f'FROM "{ProblemResult._meta.db_table}" GROUP BY user_id'
        )
