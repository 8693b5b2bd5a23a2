"""The ``limits`` of a package, which all formats write alike but for the time limit."""

from typing import Any

from pydantic import ValidationError

from judging.limits import Limits
from judging.packages.settings import Settings

UNSTATED_MEMORY_MIB = 2048
"""The formats' "typical system default", which reference submissions were tried with."""

UNSTATED_TIME_LIMIT_MS = 2_000
"""For a package that leaves the time limit to its reference submissions."""

LIMIT_KEYS = frozenset(
    {
        "memory",
        "output",
        "code",
        "compilation_time",
        "compilation_memory",
        "validation_time",
        "validation_memory",
        "validation_output",
    }
)

_UNITS: dict[str, tuple[str, int]] = {
    "memory": ("memory_kib", 1024),
    "output": ("output_bytes", 1024 * 1024),
    "code": ("source_bytes", 1024),
    "compilation_time": ("compile_time_ms", 1000),
    "compilation_memory": ("compile_memory_kib", 1024),
    "validation_time": ("validation_time_ms", 1000),
    "validation_memory": ("validation_memory_kib", 1024),
    "validation_output": ("validation_output_bytes", 1024 * 1024),
}


def read_limits(section: Settings | None, time_limit_s: float | None) -> Limits:
    """Read the limits in the site's units. One beyond the site's bounds is a problem."""
    values: dict[str, Any] = {"memory_kib": UNSTATED_MEMORY_MIB * 1024}
    if section is None:
        return Limits(cpu_time_ms=UNSTATED_TIME_LIMIT_MS, **values)
    for key, (field, factor) in _UNITS.items():
        number = section.number(key, above=0)
        if number is not None:
            _set(section, key, values, field, number * factor)
    if time_limit_s is not None:
        _set(section, "time_limit", values, "cpu_time_ms", time_limit_s * 1000)
    values.setdefault("cpu_time_ms", UNSTATED_TIME_LIMIT_MS)
    return Limits(**values)


def _set(section: Settings, key: str, values: dict[str, Any], field: str, exact: float) -> None:
    value = round(exact)
    if abs(value - exact) > 1e-6:
        section.warning(key, f"is finer than this site can measure; {value} is taken ({field})")
    try:
        Limits(**{field: value})
    except ValidationError as error:
        reason = error.errors()[0]["msg"].removeprefix("Input should be ")
        section.problem(key, f"beyond this site's bounds: {field} is {value}, must be {reason}")
    else:
        values[field] = value
