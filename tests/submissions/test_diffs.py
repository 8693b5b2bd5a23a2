"""What has changed between two sources."""

import difflib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.errors import InvalidInputError
from judging.verdicts import Verdict
from problems.models import Problem
from submissions.diffs import MAX_CHANGED_LINES, hunks_of, lines_of, unified
from submissions.models import Submission
from tests.factories import make_submission
from tests.people import Cast

SOURCES = st.lists(st.sampled_from(["a", "b", "c", ""]), max_size=30).map("\n".join)


@given(SOURCES, SOURCES)
def test_the_hunks_lead_from_the_old_source_to_the_new(old: str, new: str) -> None:
    before, after = lines_of(old), lines_of(new)
    found: list[str] = []
    place = 0
    for hunk in hunks_of(old, new):
        lines = [(kind, text) for kind, text in hunk.lines]
        olds = [text for kind, text in lines if kind != "added"]
        news = [text for kind, text in lines if kind != "removed"]
        assert before[hunk.old_start - 1 :][: hunk.old_count] == olds
        assert after[hunk.new_start - 1 :][: hunk.new_count] == news
        found += before[place : hunk.old_start - 1] + news
        place = hunk.old_start - 1 + hunk.old_count
    assert found + before[place:] == after


def test_it_prints_as_diff_does() -> None:
    old = "\n".join(f"line {n}" for n in range(30)) + "\n"
    new = old.replace("line 3\n", "line three\n").replace("line 20\n", "")

    expected = "\n".join(list(difflib.unified_diff(lines_of(old), lines_of(new), lineterm=""))[2:])
    assert unified(hunks_of(old, new)).rstrip("\n") == expected
    assert unified(hunks_of(old, old)) == ""


def test_what_would_take_long_is_refused() -> None:
    worst_old = "\n".join(str(n % 1_000) for n in range(MAX_CHANGED_LINES))
    worst_new = "\n".join(str(n * 7 % 1_000) for n in range(MAX_CHANGED_LINES))
    began = time.process_time()
    hunks_of(worst_old, worst_new)
    assert time.process_time() - began < 5

    with pytest.raises(InvalidInputError):
        hunks_of("a\n" * (MAX_CHANGED_LINES + 1), "b\n")
    same = "a\n" * 20 * MAX_CHANGED_LINES
    assert len(hunks_of(same + "x\n" + same, same + "y\n" + same)) == 1


def test_only_ones_own_submissions_are_compared(cast: Cast, problem: Problem) -> None:
    first, second = (make_submission(cast.minsu, problem, verdict=Verdict.ACCEPTED) for _ in "12")
    Submission.objects.filter(pk=second.pk).update(source="int main() { return 0; }")
    path = f"/submissions/{first.pk}/diff/{second.pk}"

    body = cast.api("minsu").get(path).json()

    assert (body["added_count"], body["removed_count"]) == (1, 1)
    assert body["unified"] == "@@ -1,1 +1,1 @@\n-int main() {}\n+int main() { return 0; }\n"
    assert body["hunks"][0]["lines"][0] == {"kind": "removed", "text": "int main() {}"}
    for name in ("jiwoo", "operator", "ta_hana"):
        assert cast.api(name).get(path).status_code == 404
    assert cast.api("visitor").get(path).status_code == 401
