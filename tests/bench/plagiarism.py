"""How long a comparison of a course's sources takes."""

import time

from submissions.plagiarism.comparing import Comparison, sources_compare
from tests.submissions.plagiarism.sources import disguised, program

SOURCES = 300
COPIES = 10
LINES = 100


def bench_plagiarism() -> dict[str, float]:
    """300 sources of 100 lines, of which ten are copies in disguise."""
    texts = {number: program(number, LINES) for number in range(SOURCES - COPIES)}
    texts |= {SOURCES - COPIES + number: disguised(texts[number]) for number in range(COPIES)}
    started_s = time.monotonic()
    result = sources_compare(
        Comparison(documents=texts, teams={}, templates=[], extension=".cpp", threshold=0.5),
        lambda done, total: None,
    )
    wall_s = time.monotonic() - started_s
    found = {(pair["left"], pair["right"]) for pair in result["pairs"]}
    copies = {(number, SOURCES - COPIES + number) for number in range(COPIES)}
    return {
        "sources": SOURCES,
        "wall_s": wall_s,
        "copies_found": len(found & copies),
        "other_pairs_found": len(found - copies),
    }
