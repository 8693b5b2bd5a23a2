"""What the samples alone say of a submission in a set, for the verdict policy of that name."""

from collections.abc import Sequence

from contests.models import ProblemSet, VerdictPolicy
from judging.verdicts import JudgementState, Verdict
from submissions.models import Judgement, Run
from submissions.rules import sample_verdict


def samples_follow(judgement: Judgement, fresh: Sequence[Run]) -> bool:
    """Bring the submission's sample verdict up to date, unsaved; whether there is news of it.

    ``judgement`` is the submission's current one, whose runs are recorded.
    """
    submission = judgement.submission
    problem_set = submission.problem_set
    if problem_set is None or not _is_time(judgement, problem_set):
        return False
    runs = judgement.runs.filter(test_case__startswith="sample/").order_by("ordinal")
    found = sample_verdict(
        [Verdict(verdict) for verdict in runs.values_list("verdict", flat=True)],
        sample_count=judgement.test_package.samples.count(),
        is_past_samples=any(not run.is_sample for run in fresh),
        final=Verdict(judgement.verdict) if judgement.verdict else None,
    )
    is_news = found != submission.sample_verdict or any(run.is_sample for run in fresh)
    submission.sample_verdict = found
    submission.sample_sequence += is_news
    return is_news


def _is_time(judgement: Judgement, problem_set: ProblemSet) -> bool:
    """In the end always, so that a policy may be changed; before only where it is shown."""
    if judgement.state == JudgementState.DONE:
        return True
    return (
        problem_set.verdict_policy == VerdictPolicy.SAMPLES
        and judgement.submission.sample_verdict is None
    )
