"""The faults of this host or of what it was given, as the runner raises them."""

from typing import Literal


class RetryableFault(Exception):  # noqa: N818 - "fault" is the field's word for what is ours
    """This host could not judge the job; another one, or this one later, may."""

    def __init__(
        self, kind: Literal["package", "sandbox", "contract", "worker"], message: str
    ) -> None:
        super().__init__(message)
        self.kind = kind


class LanguageMissing(RetryableFault):
    """The job's language is not on this host, or not in its table."""


class SwitchedOff(RetryableFault):
    """Operators let this host judge nothing."""
