"""Starting comparisons, doing them, and marking what came out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.files.storage import default_storage
from django.db import transaction

from accounts.models import User
from common.background import OPEN_WORK, Beat, work_start
from common.errors import ConflictError, InvalidInputError, NotAllowedError
from contests.models import ProblemSet
from contests.selectors.sets import sets_managed_by
from judging.languages import UnknownLanguageError, language_table
from judging.verdicts import Verdict
from problems.archive import attachment_name
from problems.models import Attachment, CodeTemplate, Problem
from problems.selectors import problems_managed_by
from submissions.models import Submission
from submissions.plagiarism.comparing import (
    Comparison,
    EngineFailedError,
    sources_compare,
)
from submissions.plagiarism.models import (
    Keeps,
    Mark,
    PlagiarismCheck,
    PlagiarismCluster,
    PlagiarismPair,
)
from submissions.plagiarism.rules import Handed, Text, clusters_of, groups_of
from submissions.plagiarism.selectors import plagiarism_checks_managed_by, submissions_to_compare

MAX_SOURCES = 1_000
"""Of one problem: their pairs grow with the square."""
MAX_SOURCE_CHARS = 64 * 1024
MAX_NOTE_CHARS = 5_000
MAX_TEMPLATES = 50
MIN_THRESHOLD = 0.1


@dataclass(frozen=True, kw_only=True)
class CheckWish:
    """What to compare: a set, one problem of it, or a problem by itself."""

    problem_set_id: int | None = None
    problem_id: int | None = None
    language: str = ""
    keeps: Keeps = Keeps.LAST
    threshold: float = 0.5


@transaction.atomic
def plagiarism_check_start(*, actor: User, wish: CheckWish, now: datetime) -> PlagiarismCheck:
    """Queue a comparison. For staff of the set, or of the problem.

    Raises NotAllowedError, InvalidInputError, and ConflictError (``already_comparing``).
    """
    problem_set, problem = _subject(actor, wish)
    if not MIN_THRESHOLD <= wish.threshold <= 1:
        raise InvalidInputError(
            f"Give a threshold from {MIN_THRESHOLD} to 1.", fields={"threshold": ["out of range"]}
        )
    if wish.language:
        try:
            language_table().get(wish.language)
        except UnknownLanguageError as error:
            raise InvalidInputError(str(error), fields={"language": ["unknown"]}) from error
    running = PlagiarismCheck.objects.filter(
        problem_set=problem_set, problem=problem, state__in=OPEN_WORK
    )
    if running.exists():
        raise ConflictError(
            "This is being compared already: wait for it.", code="already_comparing"
        )
    check = PlagiarismCheck.objects.create(
        problem_set=problem_set,
        problem=problem,
        language=wish.language,
        keeps=wish.keeps,
        threshold=wish.threshold,
        requested_by=actor,
        created_at=now,
    )
    work_start(check)
    return check


def _subject(actor: User, wish: CheckWish) -> tuple[ProblemSet | None, Problem | None]:
    if wish.problem_set_id is not None:
        # Locked, so that two don't start the same at once.
        sets = sets_managed_by(actor).select_for_update(of=("self",))
        problem_set = sets.filter(pk=wish.problem_set_id).first()
        if problem_set is None:
            raise NotAllowedError("Only the set's staff may compare its sources.")
        if wish.problem_id is None:
            return problem_set, None
        place = problem_set.problems.filter(problem=wish.problem_id).first()
        if place is None:
            raise NotAllowedError("The set has no such problem.")
        return problem_set, place.problem
    if wish.problem_id is None:
        raise InvalidInputError("Name a set or a problem.", fields={"problemSetId": ["missing"]})
    problems = problems_managed_by(actor).select_for_update(of=("self",))
    problem = problems.filter(pk=wish.problem_id).first()
    if problem is None:
        raise NotAllowedError("Only the problem's staff may compare its sources.")
    return None, problem


def plagiarism_check_run(check: PlagiarismCheck, beat: Beat[PlagiarismCheck]) -> str:
    """Compare, and keep what came of it in place of what a former attempt left."""
    handed = [
        Handed(
            submission_id=row[0],
            user_id=row[1],
            problem_id=row[2],
            language=row[3],
            is_accepted=row[4] == Verdict.ACCEPTED,
            score=row[5],
        )
        for row in submissions_to_compare(check).values_list(
            "pk", "user_id", "problem_id", "language", "verdict", "score"
        )
    ]
    groups = groups_of(handed, check.keeps)
    found, skipped, compared = [], [], 0
    for number, ((problem_id, extension), ids) in enumerate(sorted(groups.items())):
        if len(ids) > MAX_SOURCES:
            raise InvalidInputError(
                f"There are {len(ids)} sources of one problem, and at most {MAX_SOURCES} can be "
                "compared: choose a set or a language."
            )

        def progress(done: int, total: int, number: int = number) -> None:
            beat(int(100 * (number + done / max(total, 1))), 100 * len(groups))

        beat(100 * number, 100 * len(groups))
        outcome = _compare(check, problem_id, extension, ids, progress)
        compared += len(ids) - len(outcome.skipped)
        skipped += outcome.skipped
        found.append((problem_id, outcome.pairs))
    return _keep(check, found, skipped, compared)


@dataclass(frozen=True, kw_only=True)
class _Outcome:
    pairs: list[PlagiarismPair]
    skipped: list[dict[str, object]]


def _compare(
    check: PlagiarismCheck,
    problem_id: int,
    extension: str,
    ids: Sequence[int],
    progress: Callable[[int, int], None],
) -> _Outcome:
    rows = Submission.objects.filter(pk__in=ids).values_list("pk", "entry_id", "source")
    texts, teams = {}, {}
    for key, entry_id, source in rows:
        texts[key], teams[key] = Text.of(source), entry_id
    skipped: list[dict[str, object]] = [
        {"submission": key, "reason": f"It is longer than {MAX_SOURCE_CHARS} characters."}
        for key, text in texts.items()
        if len(text.compared) > MAX_SOURCE_CHARS
    ]
    too_long = {one["submission"] for one in skipped}
    try:
        result = sources_compare(
            Comparison(
                documents={
                    key: text.compared for key, text in texts.items() if key not in too_long
                },
                teams=teams,
                templates=_templates(problem_id, extension),
                extension=extension,
                threshold=check.threshold,
            ),
            progress,
        )
    except EngineFailedError as error:
        raise InvalidInputError(
            "Comparing took too long or too much memory: choose one problem, one language, or a "
            "higher threshold."
        ) from error
    skipped += [{"submission": one["id"], "reason": one["reason"]} for one in result["skipped"]]
    pairs = [
        PlagiarismPair(
            check_run=check,
            left_id=one["left"],
            right_id=one["right"],
            similarity=one["similarity"],
            left_share=one["left_share"],
            right_share=one["right_share"],
            left_regions=texts[one["left"]].regions(one["left_ranges"]),
            right_regions=texts[one["right"]].regions(one["right_ranges"]),
        )
        for one in result["pairs"]
    ]
    return _Outcome(pairs=pairs, skipped=skipped)


def _templates(problem_id: int, extension: str) -> list[str]:
    """What everybody was given: the problem's code templates, and its attachments of that kind."""
    templates = CodeTemplate.objects.filter(problem=problem_id).values_list("source", flat=True)
    texts = list(templates[:MAX_TEMPLATES])
    files = Attachment.objects.filter(
        problem=problem_id, name__endswith=extension, size_bytes__lte=MAX_SOURCE_CHARS
    )
    for file in files[:MAX_TEMPLATES]:
        with default_storage.open(attachment_name(file.sha256)) as stream:
            texts.append(stream.read().decode(errors="replace"))
    return [Text.of(text).compared for text in texts]


@transaction.atomic
def _keep(
    check: PlagiarismCheck,
    found: Sequence[tuple[int, list[PlagiarismPair]]],
    skipped: list[dict[str, object]],
    compared: int,
) -> str:
    check.clusters.all().delete()
    clusters = [
        (problem_id, members, [pair for pair in pairs if pair.left_id in members])
        for problem_id, pairs in found
        for members in clusters_of((pair.left_id, pair.right_id) for pair in pairs)
    ]
    clusters.sort(key=lambda one: -len(one[1]))
    for ordinal, (problem_id, members, pairs) in enumerate(clusters, start=1):
        cluster = PlagiarismCluster.objects.create(
            check_run=check,
            problem_id=problem_id,
            ordinal=ordinal,
            source_count=len(members),
            similarity=max(pair.similarity for pair in pairs),
        )
        for pair in pairs:
            pair.cluster = cluster
        PlagiarismPair.objects.bulk_create(pairs, batch_size=500)
    pair_count = sum(len(pairs) for _, pairs in found)
    PlagiarismCheck.objects.filter(pk=check.pk).update(
        source_count=compared,
        pair_count=pair_count,
        cluster_count=len(clusters),
        left_out=skipped[:MAX_SOURCES],
    )
    return (
        f"{compared} sources compared: {pair_count} pairs in {len(clusters)} clusters; "
        f"{len(skipped)} sources left out."
    )


@transaction.atomic
def plagiarism_pair_mark(
    *, actor: User, pair_id: int, mark: Mark, note: str, now: datetime
) -> PlagiarismPair:
    """Say what staff made of a pair. Raises NotAllowedError, InvalidInputError."""
    pair = (
        PlagiarismPair.objects.select_for_update(of=("self",))
        .filter(pk=pair_id, check_run__in=plagiarism_checks_managed_by(actor))
        .first()
    )
    if pair is None:
        raise NotAllowedError("Only the staff of the set or problem may mark this.")
    if len(note) > MAX_NOTE_CHARS:
        raise InvalidInputError(
            f"A note has at most {MAX_NOTE_CHARS} characters.", fields={"note": ["too long"]}
        )
    pair.mark, pair.note = mark, note
    pair.marked_by, pair.marked_at = actor, now
    pair.save(update_fields=["mark", "note", "marked_by", "marked_at"])
    return pair


@transaction.atomic
def plagiarism_check_remove(*, actor: User, check_id: int) -> None:
    """Delete a check with its pairs and marks. Raises NotAllowedError."""
    deleted, _ = plagiarism_checks_managed_by(actor).filter(pk=check_id).delete()
    if not deleted:
        raise NotAllowedError("Only the staff of the set or problem may remove this.")
