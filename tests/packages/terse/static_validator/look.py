"""Looks at the sources in its working directory, and nothing else."""

import os
import sys
from pathlib import Path

language, entry_point, feedback, *args = sys.argv[1:]
names = sorted(name for name in os.listdir() if not name.startswith("."))
text = "".join(Path(name).read_text() for name in names)
if language not in ("python3", "cpp") or (language == "python3") != (entry_point in names):
    sys.exit(f"called with {language!r} and {entry_point!r}, beside {names}")
if args == ["--no-eval"]:
    if "eval" in text:
        Path(feedback, "teammessage.txt").write_text("Do without eval.\n")
        sys.exit(43)
    sys.exit(42)
most = int(args[1])
if len(text) > 4 * most:
    Path(feedback, "judgemessage.txt").write_text(f"{len(text)} characters\n")
    sys.exit(43)
if len(text) > most:
    Path(feedback, "score_multiplier.txt").write_text("0.5\n")
sys.exit(42)
