"""What makes the demo's list of problems one to practise with: levels, tags, help, and a past.

As in the demo's contests nothing of the past was judged, and the sources say so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from accounts.models import User
from codedang.demo_contests import CLASSMATES, demo_user, judged, keep
from judging.queues import JudgeQueue
from judging.verdicts import Verdict
from problems.models import Problem, Tag
from problems.practice import editorial_set, hints_set
from submissions.models import Submission
from submissions.services.results import problem_results_update

TAGS = (
    ("implementation", "구현", "Implementation"),
    ("math", "수학", "Mathematics"),
    ("strings", "문자열", "Strings"),
    ("sorting", "정렬", "Sorting"),
    ("searching", "탐색", "Searching"),
    ("graphs", "그래프", "Graphs"),
    ("dynamic-programming", "다이나믹 프로그래밍", "Dynamic programming"),
    ("greedy", "그리디", "Greedy"),
    ("interactive", "인터랙티브", "Interactive"),
    ("geometry", "기하", "Geometry"),
)


@dataclass(frozen=True)
class Rating:
    """How hard a problem is, from 1 to 10, and what it is about."""

    level: int
    tags: tuple[str, ...]


RATINGS = {
    "aplusb": Rating(1, ("implementation", "math")),
    "gradebook": Rating(1, ("implementation",)),
    "mirror": Rating(2, ("strings",)),
    "beads": Rating(3, ("strings", "greedy")),
    "lantern": Rating(2, ("implementation", "strings")),
    "lexicon": Rating(3, ("strings", "sorting")),
    "twodrinks": Rating(3, ("searching", "sorting")),
    "missingpage": Rating(4, ("interactive", "searching")),
    "numerals": Rating(4, ("strings", "implementation")),
    "queens": Rating(4, ("searching",)),
    "photoline": Rating(5, ("sorting",)),
    "gains": Rating(5, ("dynamic-programming",)),
    "restless": Rating(5, ("greedy", "math")),
    "shuttle": Rating(6, ("graphs",)),
    "parcels": Rating(7, ("greedy", "searching")),
    "rivercrossing": Rating(7, ("geometry", "searching")),
    "stairs": Rating(8, ("dynamic-programming", "math")),
}
HINTS = (
    "두 수는 한 줄에 있습니다. 언어가 수를 읽는 방법부터 찾아보세요.",
    "합이 32비트 정수를 넘을 수 있습니다. C++라면 `long long`을 쓰세요.",
)
EDITORIAL = """\
입력을 읽어 $a + b$를 출력합니다.

$|a|, |b| \\le 10^{18}$이므로 합은 64비트 정수에 들어갑니다.

```cpp
long long a, b;
std::cin >> a >> b;
std::cout << a + b << '\\n';
```
"""
PRACTICE_DAYS = 200
WRONG = (Verdict.WRONG_ANSWER, Verdict.TIME_LIMIT, Verdict.COMPILE_ERROR)


def demo_practice_fill(*, problems: Sequence[Problem], student: User, now: datetime) -> bool:
    """Rate the problems, help with the first, and give people a past; False: there are ratings."""
    if Tag.objects.exists():
        return False
    with transaction.atomic():
        _rate(problems)
        _help(problems)
        _practise(problems, student=student, now=now)
    return True


def _rate(problems: Sequence[Problem]) -> None:
    tags = {
        tag.slug: tag
        for tag in Tag.objects.bulk_create(
            [Tag(slug=slug, name_ko=ko, name_en=en) for slug, ko, en in TAGS]
        )
    }
    for problem in problems:
        rating = RATINGS.get(problem.slug)
        if rating is not None:
            problem.difficulty = rating.level
            problem.save(update_fields=["difficulty"])
            problem.tags.set([tags[slug] for slug in rating.tags])


def _help(problems: Sequence[Problem]) -> None:
    operator = User.objects.filter(is_superuser=True).order_by("pk").first()
    for problem in problems:
        if operator is not None and problem.slug == "aplusb":
            hints_set(actor=operator, problem=problem, texts=HINTS)
            editorial_set(actor=operator, problem=problem, language="ko", text=EDITORIAL)


def _practise(problems: Sequence[Problem], *, student: User, now: datetime) -> None:
    random = Random(11)  # noqa: S311 - an example
    rated = [problem for problem in problems if problem.slug in RATINGS]
    handed_in: list[Submission] = []
    users = [student]
    for number, name in enumerate(CLASSMATES, start=1):
        users.append(demo_user(f"demo-classmate-{number}", name))
    for user in users:
        for problem in random.sample(rated, k=min(len(rated), 9)):
            handed_in += _tries(user, problem, now, random)
    keep(sorted(handed_in, key=lambda one: one.created_at), queue=JudgeQueue.PRACTICE)
    for problem in rated:
        who = {one.user_id for one in handed_in if one.problem_id == problem.pk}
        problem_results_update(problem_id=problem.pk, user_ids=who)


def _tries(user: User, problem: Problem, now: datetime, random: Random) -> list[Submission]:
    """What somebody handed in for a problem on one day, until it was right or they gave up."""
    when = now - timedelta(days=random.randint(1, PRACTICE_DAYS), minutes=random.randint(0, 600))
    chance = 0.85 - 0.08 * RATINGS[problem.slug].level
    made = []
    for _ in range(random.randint(1, 4)):
        verdict = Verdict.ACCEPTED if random.random() < chance else random.choice(WRONG)
        made.append(judged(user, problem, verdict, when, random))
        if verdict is Verdict.ACCEPTED:
            break
        when += timedelta(minutes=random.randint(3, 40))
    return made
