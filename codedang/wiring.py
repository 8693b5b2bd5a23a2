"""Who answers the ports of common.ports: the one place where rooms get to know each other."""

from collections.abc import Callable

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from codedang.kept_addresses import kept_addresses, public_objects
from common import ports
from common.background import WorkKind, works_wire
from contests.selectors.ahead import contests_ahead
from contests.selectors.problems import problem_ids_of_sets
from contests.selectors.sets import set_students
from contests.selectors.upcoming import upcoming_events
from contests.services.duplicating import assignments_duplicate
from courses.selectors import notice_readers
from infra_control.edge.automatic import change_note, stale_copies_forget
from infra_control.overview.sampling import sampler_start
from infra_control.services import dead_letters_announce, queue_depths
from infra_control.snapshots import snapshot_news
from judging.contract import MAX_MESSAGE_TEXT_CHARS, InternalError
from notifications.audiences import AudienceId, audience
from notifications.telling import TELLING
from notifications.upcoming import upcoming
from problems.selectors import problem_links_for, problem_to_link_for
from problems.versions.making import PACKAGE_MAKING
from submissions.archives.models import SourceArchive
from submissions.archives.services import archive_run
from submissions.faults.noting import languages_held
from submissions.flow import arrivals_by_minute, jobs_in_work, queue_flows
from submissions.grades.recording import set_results_refresh
from submissions.grades.selectors import set_finishers_of, set_progress_of
from submissions.plagiarism.models import PlagiarismCheck
from submissions.plagiarism.services import plagiarism_check_run
from submissions.selectors import oldest_queued_at, problem_standings_of
from submissions.services import judgement_give_up
from submissions.services.redoing import judgement_facts, judgement_judge_again


def wire_ports() -> None:
    """Called once by each process, when all apps are loaded."""
    ports.problem_standings.wire(problem_standings_of)
    ports.set_problem_ids.wire(problem_ids_of_sets)
    ports.languages_held.wire(languages_held)
    ports.set_progress.wire(set_progress_of)
    ports.set_finishers.wire(set_finishers_of)
    ports.set_results_stale.wire(set_results_refresh)
    ports.judge_job_died.wire(_judge_job_died)
    ports.judge_again.wire(_judge_again)
    ports.judgement_facts.wire(judgement_facts)
    ports.jobs_in_work.wire(jobs_in_work)
    ports.kept_addresses.wire(kept_addresses)
    ports.public_objects.wire(public_objects)
    ports.contests_ahead.wire(contests_ahead)
    ports.arrivals_by_minute.wire(arrivals_by_minute)
    ports.content_changed.wire(change_note)
    ports.stale_copies_forget.wire(stale_copies_forget)
    ports.queue_flows.wire(queue_flows)
    ports.queue_depths.wire(queue_depths)
    ports.dead_letters_collect.wire(dead_letters_announce)
    ports.problem_links.wire(problem_links_for)
    ports.problem_to_link.wire(problem_to_link_for)
    ports.course_duplicated.wire(assignments_duplicate)
    ports.oldest_job.wire(oldest_queued_at)
    ports.sampler_start.wire(sampler_start)
    ports.screen_news.wire(snapshot_news)
    upcoming.wire(upcoming_events)
    audience.wire(_audience)
    works_wire(
        PACKAGE_MAKING,
        TELLING,
        WorkKind(model=PlagiarismCheck, run=plagiarism_check_run),
        WorkKind(model=SourceArchive, run=archive_run),
    )


_AUDIENCES: dict[AudienceId, Callable[[int], QuerySet[User]]] = {
    AudienceId.NOTICE_READERS: notice_readers,
    AudienceId.SET_STUDENTS: set_students,
}


def _audience(which: AudienceId, of_id: int) -> QuerySet[User]:
    return _AUDIENCES[which](of_id)


def _judge_job_died(judgement_id: int, attempt_token: str, reason: str) -> bool:
    return judgement_give_up(
        judgement_id=judgement_id,
        attempt_token=attempt_token,
        reason=InternalError(kind="attempts", message=reason[:MAX_MESSAGE_TEXT_CHARS]),
        now=timezone.now(),
    )


def _judge_again(judgement_id: int, requested_by_id: int | None) -> ports.JudgeAgain:
    return judgement_judge_again(
        judgement_id=judgement_id, requested_by_id=requested_by_id, now=timezone.now()
    )
