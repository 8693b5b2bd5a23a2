"""What packages for the draft ``2023-07-draft`` may have and 2025-09 has no more.

They were written while the format grew: keys and directories moved, and nobody changed them.
"""

from judging.packages.settings import Settings
from judging.packages.tree import PackageTree

DRAFT = "2023-07-draft"

_FORMER_KEYS = frozenset({"author", "source_url", "validation"})
_OUTLIVING_KEYS = frozenset({"source_url"})
"""Also in packages of 2025-09 itself, among them the format's own examples."""
_FORMER_DIRECTORIES = {"statement": "problem_statement", "output_validator": "output_validators"}


def is_draft(top: Settings) -> bool:
    """Whether the package says that it was written for the draft."""
    return top.text("problem_format_version") == DRAFT


def former_keys(top: Settings) -> frozenset[str]:
    """Keys of ``problem.yaml`` that are known beside the format's; those there are warned of."""
    keys = _FORMER_KEYS if is_draft(top) else _OUTLIVING_KEYS
    for key in sorted(keys):
        if top.has(key):
            top.warning(key, "is of an earlier draft; the format has another place for it now")
    return keys


def is_called_interactive(top: Settings) -> bool:
    """Whether ``validation``, which ``type`` has replaced, says so."""
    return is_draft(top) and "interactive" in (top.text("validation") or "").split()


def place(tree: PackageTree, top: Settings, directory: str) -> str:
    """The directory, or what the draft called it in its youth where only that is there."""
    former = _FORMER_DIRECTORIES[directory]
    if not is_draft(top) or any(path.startswith(f"{directory}/") for path in tree.sizes):
        return directory
    return former if any(path.startswith(f"{former}/") for path in tree.sizes) else directory
