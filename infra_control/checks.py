"""What is wrong with the settings of the operators' tools, said when a process starts."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from infra_control.approving import REPEATS


@register()
def two_person_actions_are_known(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A misspelt one would let a dangerous action through by one person."""
    unknown = sorted(set(settings.INFRA_TWO_PERSON_ACTIONS) - set(REPEATS))
    if not unknown:
        return []
    known = ", ".join(sorted(REPEATS))
    return [
        Error(
            f"INFRA_TWO_PERSON_ACTIONS names {', '.join(unknown)}; the actions are {known}.",
            id="infra_control.E001",
        )
    ]
