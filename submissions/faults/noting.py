"""Grouping equal judging errors, and holding back what would end in one more."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import F, Q, QuerySet

from common.prepared_queries import PreparedQuery
from judging.contract import InternalError
from submissions.faults.models import Fault, FaultHit
from submissions.faults.rules import (
    MESSAGE_MAX_CHARS,
    Blamed,
    blamed_for,
    fingerprint,
    is_to_be_off,
)
from submissions.models import Judgement


def fault_note(judgement: Judgement, error: InternalError, now: datetime) -> None:
    """Note a judging error; call it in the transaction that recorded it.

    The errors that make a fault certain also switch off what they are blamed on.
    """
    blamed = _blamed(judgement, error)
    things: dict[Blamed, tuple[str, dict[str, object]]] = {
        Blamed.PROBLEM_VERSION: (
            str(judgement.test_package_id),
            {"test_package_id": judgement.test_package_id},
        ),
        Blamed.LANGUAGE: (
            judgement.submission.language,
            {"language": judgement.submission.language},
        ),
        Blamed.JUDGEHOST: (judgement.judgehost, {"judgehost": judgement.judgehost}),
    }
    thing, columns = things[blamed]
    fault, _ = Fault.objects.get_or_create(
        fingerprint=fingerprint(blamed, thing, kind=error.kind, message=error.message),
        resolved_at=None,
        defaults={
            "blamed": blamed,
            "reason": error.kind,
            "first_seen_at": now,
            "last_seen_at": now,
            **columns,
        },
    )
    FaultHit.objects.update_or_create(
        judgement=judgement, defaults={"fault": fault, "is_redone": False}
    )
    Fault.objects.filter(pk=fault.pk).update(
        count=F("count") + 1,
        last_seen_at=now,
        message=error.message.replace("\x00", " ")[:MESSAGE_MAX_CHARS],
    )
    fault.refresh_from_db(fields=["count", "switched_off_at"])
    if fault.switched_off_at is None and is_to_be_off(count=fault.count, people=_people(fault)):
        Fault.objects.filter(pk=fault.pk, switched_off_at=None).update(switched_off_at=now)


def is_held(*, test_package_id: int, language: str) -> bool:
    """Whether a job that needs them has to wait until somebody has looked."""
    needs = Q(test_package=test_package_id) | Q(blamed=Blamed.LANGUAGE, language=language)
    return switched_off().filter(needs).exists()


def languages_held(test_package_id: int, languages: Collection[str]) -> list[str]:
    """Answers the port languages_held."""
    off = _off_for(test_package_id)
    if any(blamed == Blamed.PROBLEM_VERSION for blamed, _ in off):
        return list(languages)
    held = {language for _, language in off}
    return [one for one in languages if one in held]


def without_held(judgements: QuerySet[Judgement]) -> QuerySet[Judgement]:
    """Leave out those that need something that is switched off; asks which that is at once."""
    off = list(switched_off().values_list("blamed", "test_package_id", "language"))
    packages = [package for blamed, package, _ in off if blamed == Blamed.PROBLEM_VERSION]
    languages = [language for blamed, _, language in off if blamed == Blamed.LANGUAGE]
    if packages:
        judgements = judgements.exclude(test_package__in=packages)
    if languages:
        judgements = judgements.exclude(submission__language__in=languages)
    return judgements


def judgehosts_off() -> tuple[str, ...]:
    """Judgehosts that are given no jobs."""
    off = switched_off().filter(blamed=Blamed.JUDGEHOST)
    return tuple(off.order_by("judgehost").values_list("judgehost", flat=True).distinct())


def switched_off() -> QuerySet[Fault]:
    return Fault.objects.filter(switched_off_at__isnull=False, resolved_at__isnull=True)


def _blamed(judgement: Judgement, error: InternalError) -> Blamed:
    blamed = blamed_for(error.kind)
    if blamed is Blamed.JUDGEHOST and not judgement.judgehost:
        return Blamed.PROBLEM_VERSION
    return blamed


def _people(fault: Fault) -> int:
    """Enough of them, not all."""
    users = FaultHit.objects.filter(fault=fault).order_by()
    return len(users.values("judgement__submission__user").distinct()[:2])


_off_for: PreparedQuery[tuple[str, str]] = PreparedQuery(
    lambda test_package_id: (
        switched_off()
        .filter(Q(test_package=test_package_id) | Q(blamed=Blamed.LANGUAGE))
        .order_by()
        .values_list("blamed", "language")
    )
)
