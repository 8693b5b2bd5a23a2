"""What was handed in to the demo's contests and assignment: enough to fill a scoreboard.

Nothing here was judged. The submissions of these entries say so in their source, and their
verdicts are drawn from a generator with a fixed seed, the same on every machine.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from accounts.models import User
from contests.models import Entry, EntryKind, EntryMember, ProblemSet, SetProblem
from contests.models.grading import ScoreAdjustment
from contests.services.talk import announcement_make, clarification_answer, clarification_ask
from courses.models import Course, Role
from courses.services import membership_set
from judging.queues import JudgeQueue
from judging.verdicts import JudgementState, Verdict
from problems.models import Problem
from submissions.grades.recording import set_results_refresh
from submissions.models import Judgement, Reason, Submission
from submissions.standings.recording import standings_rebuild

ORGANIZATIONS = ("성균관대학교", "한양대학교", "고려대학교", "KAIST", "부산대학교", "POSTECH")
NAMES = (
    *("은행나무", "세그트리", "새벽코딩", "Null Pointers", "이분탐색", "다이나믹", "Bit Shift"),
    *("최단경로", "Off By One", "그리디", "명륜당", "율전식당", "Segfault", "완전탐색", "Big O"),
    *("스택과 큐", "해시맛집", "Fenwick", "컴파일러", "Deadlock", "위상정렬", "재귀함수"),
    *("Overflow", "유니온파인드", "무한루프", "Heap of Joy", "백트래킹", "모듈러", "Two Pointers"),
    *("라빈카프", "디버거", "Round Robin", "플로이드", "Kruskal", "투포인터", "Trie Hard"),
    *("정렬왕", "메모이제이션", "Lazy Prop", "서로소"),
)
CLASSMATES = ("박서연", "이도윤", "최지우", "정하준", "강민지", "조예린", "윤시우", "장유나")
SOURCE = "// An example of the demo data: it was never judged.\n"
WRONG = (Verdict.WRONG_ANSWER, Verdict.TIME_LIMIT, Verdict.RUN_TIME_ERROR)
LANGUAGES = ("cpp17", "cpp17", "python3", "java17")
MAX_TRIES = 5


@dataclass(frozen=True, kw_only=True)
class Crowd:
    """A contest, who takes part in it, and until when they have handed in."""

    contest: ProblemSet
    entry_count: int
    until: datetime
    seed: int


def demo_user(username: str, display_name: str) -> User:
    """An account that nobody can sign in to."""
    user = User.objects.filter(username=username).first()
    if user is None:
        user = User.objects.create_user(
            username=username, email=f"{username}@example.com", display_name=display_name
        )
    return user


def contest_fill(crowd: Crowd, *, student: User) -> None:
    """Give a contest entries, one of them the student's, and what they handed in."""
    contest, random = crowd.contest, Random(crowd.seed)  # noqa: S311 - an example
    author = demo_user("demo-teams", "데모 참가자")
    places = list(contest.problems.select_related("problem__test_package").order_by("ordinal"))
    with transaction.atomic():
        entries = _entries(contest, crowd.entry_count, student)
        handed_in: list[Submission] = []
        for number, entry in enumerate(entries):
            user = student if number == 0 else author
            strength = 0.4 if number == 0 else random.betavariate(2, 2)
            handed_in += _of_entry(entry, user, places, strength, crowd.until, random)
        keep(sorted(handed_in, key=lambda one: one.created_at))
    standings_rebuild(contest.pk, now=crowd.until)


def _entries(contest: ProblemSet, count: int, student: User) -> list[Entry]:
    """The student's, and teams of which the last two are out of competition."""
    own = Entry.objects.filter(problem_set=contest, members__user=student).first()
    if own is None:
        own = Entry.objects.create(
            problem_set=contest,
            name=student.shown_name,
            organization=ORGANIZATIONS[0],
            created_by=student,
        )
        EntryMember.objects.create(entry=own, user=student, problem_set=contest)
    teams = [
        Entry.objects.create(
            problem_set=contest,
            kind=EntryKind.TEAM,
            name=name,
            organization=ORGANIZATIONS[number % len(ORGANIZATIONS)],
            is_official=number < count - 2,
        )
        for number, name in enumerate(NAMES[:count])
    ]
    return [own, *teams]


def _of_entry(
    entry: Entry,
    user: User,
    places: Sequence[SetProblem],
    strength: float,
    until: datetime,
    random: Random,
) -> list[Submission]:
    """What one entry handed in, problem by problem: the later ones are harder."""
    contest = entry.problem_set
    span_s = (until - contest.starts_at).total_seconds()
    clock_s = span_s * 0.02 + random.random() * span_s * 0.06
    handed_in: list[Submission] = []
    for number, place in enumerate(places):
        chance = max(0.04, min(0.9, 1.1 * strength - 0.16 * number + 0.05))
        for _ in range(random.randint(1, MAX_TRIES)):
            clock_s += span_s * (0.03 + random.random() * 0.16)
            if clock_s >= span_s:
                return handed_in
            verdict = Verdict.ACCEPTED if random.random() < chance else random.choice(WRONG)
            when = contest.starts_at + timedelta(seconds=int(clock_s))
            handed_in.append(_judged(user, place, entry, verdict, when, random))
            if verdict is Verdict.ACCEPTED:
                break
    return handed_in


def _judged(
    user: User,
    place: SetProblem,
    entry: Entry | None,
    verdict: Verdict,
    when: datetime,
    random: Random,
) -> Submission:
    submission = judged(user, place.problem, verdict, when, random)
    submission.problem_set = place.problem_set
    submission.entry = entry
    return submission


def judged(
    user: User, problem: Problem, verdict: Verdict, when: datetime, random: Random
) -> Submission:
    """What somebody handed in, with a verdict that no judge gave; not saved."""
    package = problem.ready_package
    score = None
    if package.max_score is not None:
        share = 1.0 if verdict is Verdict.ACCEPTED else random.choice((0.0, 0.3, 0.6))
        score = round(package.max_score * share, 2)
    return Submission(
        user=user,
        problem=problem,
        language=random.choice(LANGUAGES),
        source=SOURCE,
        source_bytes=len(SOURCE),
        created_at=when,
        state=JudgementState.DONE,
        verdict=verdict,
        score=score,
        max_score=package.max_score,
        cpu_time_ms=random.randint(2, 900),
        memory_kib=random.randint(3_000, 60_000),
        sequence=1,
    )


def keep(submissions: Sequence[Submission], *, queue: JudgeQueue = JudgeQueue.CONTEST) -> None:
    """Write submissions, each with the judgement that it would have."""
    kept = Submission.objects.bulk_create(submissions, batch_size=100)
    judgements = Judgement.objects.bulk_create(
        [
            Judgement(
                submission=one,
                ordinal=1,
                reason=Reason.SUBMIT,
                test_package=one.problem.ready_package,
                attempt_token=f"demo-{one.pk}",
                queue=queue,
                state=JudgementState.DONE,
                verdict=one.verdict,
                score=one.score,
                created_at=one.created_at,
                sent_at=one.created_at,
                finished_at=one.created_at,
                judgehost="demo",
                cpu_time_ms=one.cpu_time_ms,
                memory_kib=one.memory_kib,
            )
            for one in kept
        ],
        batch_size=100,
    )
    for submission, judgement in zip(kept, judgements, strict=True):
        submission.current_judgement = judgement
    Submission.objects.bulk_update(kept, ["current_judgement"], batch_size=100)


def talk_fill(contest: ProblemSet, *, student: User, ta: User, now: datetime) -> None:
    """A question with its answer to all, one that waits, and a word of the jury."""
    announcement_make(
        user=ta,
        slug=contest.slug,
        text="환영합니다! 질문은 이 페이지의 '질문'에 남겨 주세요.",
        label=None,
        now=now,
    )
    asked = clarification_ask(
        user=student,
        slug=contest.slug,
        question="입력에 빈 줄이 있을 수 있나요?",
        label="A",
        now=now,
    )
    clarification_answer(
        user=ta,
        clarification_id=asked.pk,
        answer="아니요, 빈 줄은 없습니다.",
        is_broadcast=True,
        now=now,
    )
    clarification_ask(
        user=student,
        slug=contest.slug,
        question="문제마다 다른 언어로 제출해도 되나요?",
        label=None,
        now=now,
    )


def assignment_fill(
    assignment: ProblemSet, *, course: Course, student: User, ta: User, now: datetime
) -> None:
    """Give an assignment that is over a class, scores, and a comment on the student's."""
    random = Random(7)  # noqa: S311 - an example
    students = [student]
    for number, name in enumerate(CLASSMATES, start=1):
        classmate = demo_user(f"demo-classmate-{number}", name)
        membership_set(course=course, user=classmate, role=Role.STUDENT)
        students.append(classmate)
    places = list(assignment.problems.select_related("problem__test_package").order_by("ordinal"))
    with transaction.atomic():
        handed_in = []
        for number, user in enumerate(students):
            for place in places[: 2 + number % 3]:
                when = assignment.starts_at + timedelta(hours=random.randint(2, 160))
                is_right = number == 0 or random.random() < 0.7
                verdict = Verdict.ACCEPTED if is_right else Verdict.WRONG_ANSWER
                handed_in.append(_judged(user, place, None, verdict, when, random))
        keep(handed_in)
        ScoreAdjustment.objects.create(
            problem_set=assignment,
            user=student,
            set_problem=places[0],
            points=5,
            comment="변수 이름이 읽기 좋습니다. 가산점 5점.",
            made_by=ta,
            created_at=now,
        )
    set_results_refresh(assignment.pk)
