"""Limits of a compilation and of a run, with the site's bounds for them.

Numbers carry their unit in their name. A MiB of a package is 1024 KiB
(problem package format 2025-09, section "Limits").
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Limits(BaseModel):
    """What one submission may use, checked against the site's bounds when it is made."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    cpu_time_ms: Annotated[int, Field(ge=10, le=300_000)] = 1_000
    """User + system time over all processes of one run, before the language's multiplier."""
    wall_time_ms: Annotated[int, Field(ge=100, le=900_000)] | None = None
    """None: derived from the CPU time limit by :func:`wall_time_ms_for`."""
    memory_kib: Annotated[int, Field(ge=4 * 1024, le=8 * 1024 * 1024)] = 512 * 1024
    output_bytes: Annotated[int, Field(ge=1024, le=64 * 1024 * 1024)] = 8 * 1024 * 1024
    source_bytes: Annotated[int, Field(ge=1, le=256 * 1024)] = 128 * 1024
    processes: Annotated[int, Field(ge=1, le=512)] = 64
    compile_time_ms: Annotated[int, Field(ge=1_000, le=300_000)] = 60_000
    compile_memory_kib: Annotated[int, Field(ge=64 * 1024, le=8 * 1024 * 1024)] = 2 * 1024 * 1024
    validation_time_ms: Annotated[int, Field(ge=1_000, le=300_000)] = 60_000
    validation_memory_kib: Annotated[int, Field(ge=64 * 1024, le=8 * 1024 * 1024)] = 2 * 1024 * 1024
    validation_output_bytes: Annotated[int, Field(ge=1024, le=64 * 1024 * 1024)] = 8 * 1024 * 1024


def wall_time_ms_for(cpu_time_ms: int) -> int:
    """The wall-clock limit that goes with a CPU time limit where none is stated.

    Wall time on a shared machine is two to three times noisier than CPU time, so
    it is generous: it only ends programs that sleep, wait or are starved.
    """
    return 3 * cpu_time_ms + 2_000
