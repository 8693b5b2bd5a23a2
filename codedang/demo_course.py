"""What goes on in the demo's course: its plan, a notice, a way in, and a question."""

from datetime import datetime, timedelta

from accounts.models import User
from courses.models import Course, Role
from courses.services import (
    NoticeChange,
    WeekChange,
    invite_create,
    notice_create,
    notice_publish,
    week_create,
    week_link_add,
    week_problem_add,
)
from discussions.services import NewQuestion, question_ask, question_reply

WEEKS = (
    ("입출력과 반복문", "입력을 읽고 $O(n)$에 처리하는 법을 연습합니다."),
    ("배열과 정렬", "정렬된 배열에서 **이분 탐색**을 합니다."),
    ("그래프", "깊이 우선 탐색과 너비 우선 탐색을 비교합니다."),
)


def demo_course_fill(
    *, course: Course, ta: User, student: User, problem_slugs: list[str], now: datetime
) -> bool:
    """Give the course a plan, a notice, an invite and a question; False: it has a plan."""
    if course.weeks.exists():
        return False
    Course.objects.filter(pk=course.pk).update(
        summary="자료구조와 알고리즘을 코드로 배웁니다.", is_listed=True, accepts_requests=True
    )
    for number, (title, summary) in enumerate(WEEKS):
        values = WeekChange(
            title=title,
            summary=summary,
            starts_on=(now + timedelta(weeks=number)).date(),
            is_published=True,
        )
        week = week_create(actor=ta, course_id=course.pk, values=values)
        week_link_add(
            actor=ta,
            week_id=week.pk,
            title="C++ 참고 자료",
            url="https://en.cppreference.com/",
        )
        for slug in problem_slugs[number :: len(WEEKS)][:4]:
            week_problem_add(actor=ta, week_id=week.pk, slug=slug)
    words = NoticeChange(
        title="첫 과제 안내",
        body="첫 과제가 열렸습니다. 질문은 **질의응답**에 남겨 주세요.",
        is_pinned=True,
    )
    notice = notice_create(actor=ta, course_id=course.pk, values=words, now=now)
    notice_publish(actor=ta, notice_id=notice.pk, now=now)
    invite_create(
        actor=ta,
        course_id=course.pk,
        role=Role.STUDENT,
        max_uses=100,
        expires_at=now + timedelta(days=120),
        now=now,
    )
    asked = NewQuestion(
        title="입력이 여러 줄이면 어떻게 읽나요?",
        body="`cin`으로 읽으면 되나요?",
        is_private=False,
    )
    question = question_ask(user=student, course_slug=course.slug, asked=asked, now=now)
    question_reply(
        user=ta,
        question_id=question.pk,
        body="네, `while (cin >> x)`처럼 읽으면 됩니다.",
        now=now,
    )
    return True
