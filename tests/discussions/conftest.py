"""Questions for the tests."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from discussions.models import Question
from discussions.services import NewQuestion, question_ask
from tests.factories import NOON
from tests.people import Cast

Ask = Callable[..., Question]


@pytest.fixture
def ask(cast: Cast) -> Ask:
    """Minsu asks in algorithms; keywords change what, who and when."""

    def asking(user: User | None = None, course: str = "algorithms", **changes: Any) -> Question:
        now = changes.pop("now", NOON)
        words = {"title": "Why?", "body": "**so** <script>x</script>", "is_private": False}
        asked = NewQuestion(**{**words, **changes})
        return question_ask(user=user or cast.minsu, course_slug=course, asked=asked, now=now)

    return asking
