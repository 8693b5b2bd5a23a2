"""Programs of a package that say by scripts how they are built and run.

The package formats let a program be a directory with an executable ``build``, which is run
there once, and ``run``, which starts it (legacy, section "Program Directories"). It is no
language of the table: a submission can't choose it. Like all that a package brings, both
scripts run in boxes only.
"""

from collections.abc import Iterable

from judging.languages import Language

_SCRIPTS = frozenset({"build", "run"})

SCRIPTED = Language(
    id="scripted",
    name="Build and run scripts",
    extensions=("",),
    package_code="",
    package_default=False,
    source_name="run",
    entry_point="main-file",
    # The zip of a package may have lost which files are executable, so all are made so.
    compile=(
        "/bin/sh",
        "-c",
        "chmod -R u+x . && if [ -e build ]; then ./build; fi && [ -x run ]"
        " || { echo 'build made no executable run' >&2; exit 1; }",
    ),
    # Scripts name what they built by a path from their own directory.
    run=("/usr/bin/env", "--chdir=/program", "./run"),
    time_multiplier=1.0,
    extra_memory_mib=0,
    probe=("/bin/sh", "-c", "echo 1"),
    probe_pattern="(.*)",
    debian_packages=("dash", "coreutils"),
    editor_mode="shell",
    hello="",
    template="",
)


def is_scripted(names: Iterable[str]) -> bool:
    """Whether files of these names are such a program."""
    return not _SCRIPTS.isdisjoint(names)
