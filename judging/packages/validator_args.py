"""Arguments of the default output validator, read into flags."""

import math
import re
from collections.abc import Sequence

from judging.packages.findings import Findings
from judging.packages.manifest import ValidatorFlags

_FLOAT = re.compile(r"[+-]?(\d*\.\d+|\d+\.|\d+)([eE][+-]?\d+)?")
_TOLERANCES: dict[str, tuple[str, ...]] = {
    "float_absolute_tolerance": ("float_absolute_tolerance",),
    "float_relative_tolerance": ("float_relative_tolerance",),
    "float_tolerance": ("float_absolute_tolerance", "float_relative_tolerance"),
}


def read_validator_args(
    args: Sequence[str],
    findings: Findings,
    *,
    file: str,
    line: int | None = None,
    repeats_allowed: bool,
) -> ValidatorFlags:
    """Read the arguments; what is wrong with them goes to ``findings``.

    In the legacy formats a tolerance may be given again (the last one counts); in
    2025-09 that is an error.
    """
    values: dict[str, bool | float] = {}
    rest = list(args)
    while rest:
        arg = rest.pop(0)
        if arg in {"case_sensitive", "space_change_sensitive"}:
            values[arg] = True
        elif arg in _TOLERANCES:
            tolerance = _tolerance(rest.pop(0) if rest else "")
            if tolerance is None:
                findings.problem(file, f"{arg} needs a number of 0 or more after it", line)
                continue
            for key in _TOLERANCES[arg]:
                if key in values and not repeats_allowed:
                    findings.problem(file, f"{arg}: this tolerance is given twice", line)
                values[key] = tolerance
        else:
            findings.problem(file, f"{arg!r} is no argument of the default output validator", line)
    return ValidatorFlags.model_validate(values)


def _tolerance(text: str) -> float | None:
    if not _FLOAT.fullmatch(text):
        return None
    value = float(text)
    return value if value >= 0 and math.isfinite(value) else None
