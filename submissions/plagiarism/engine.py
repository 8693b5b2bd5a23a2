"""The program that compares sources: a process of its own, with bounds, without Django.

``python -P engine.py``: one JSON object on the standard input, JSON lines on the standard output.
In: ``documents`` (each with ``id``, ``team`` and ``text``; a team is not compared with itself),
``templates`` (texts), ``file_name`` (its ending names the language), ``threshold``, ``max_pairs``.
Out: ``{"done": n, "total": m}`` while it goes on, and at last ``{"pairs": […], "found": n,
"skipped": […]}``. Ranges are offsets of characters, ends excluded.

The texts are anybody's. Reading them runs nothing of theirs, but may take long: a lexer's patterns
may be driven to exponential time. So each text has a bound of its own, and the process has bounds
of memory and time, which its parent sets.
"""

import io
import json
import signal
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from copydetect import CodeFingerprint, compare_files
from copydetect.utils import filter_code, get_token_coverage, hashed_kgrams

NOISE_CHARS = 40
"""Of code without names, comments and spaces: shorter matches are chance."""
GUARANTEE_CHARS = 48
WINDOW = GUARANTEE_CHARS - NOISE_CHARS + 1
MIN_COVERED_CHARS = 80
"""Sources with less code of their own are all alike."""
SECONDS_PER_TEXT = 2.0
PROGRESS_EVERY = 2_000


class TooSlowError(Exception):
    """A text that its language's lexer can't read in time."""


def main() -> None:
    job = json.load(sys.stdin)
    signal.signal(signal.SIGALRM, _too_slow)
    for line in compare(job):
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()


def compare(job: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Progress, and at last the result."""
    known = _template_hashes(job["templates"], job["file_name"])
    documents, skipped = [], []
    for given in job["documents"]:
        document = _fingerprint(given["text"], job["file_name"], known)
        if isinstance(document, str):
            skipped.append({"id": given["id"], "reason": document})
        else:
            document.team = given.get("team")
            documents.append((given["id"], document))
    total = len(documents) * (len(documents) - 1) // 2
    done, pairs = 0, []
    for index, (left_id, left) in enumerate(documents):
        for right_id, right in documents[index + 1 :]:
            done += 1
            if done % PROGRESS_EVERY == 0:
                yield {"done": done, "total": total}
            if left.team is not None and left.team == right.team:
                continue
            if _bound(left, right) >= job["threshold"]:
                pair = _pair(left_id, left, right_id, right)
                if pair["similarity"] >= job["threshold"]:
                    pairs.append(pair)
    pairs.sort(key=lambda pair: (-pair["similarity"], pair["left"], pair["right"]))
    yield {"pairs": pairs[: job["max_pairs"]], "found": len(pairs), "skipped": skipped}


def _fingerprint(text: str, file_name: str, known: set[int]) -> Any:
    """The text's fingerprint, or why there is none."""
    signal.setitimer(signal.ITIMER_REAL, SECONDS_PER_TEXT)
    try:
        document = CodeFingerprint(file_name, NOISE_CHARS, WINDOW, fp=io.StringIO(text))
    except (TooSlowError, RecursionError):
        return "It can't be read as its language in time."
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    if known:
        # CodeFingerprint's own way takes hashes that come twice for the template's.
        document.hashes -= known
        document.hash_idx = {one: at for one, at in document.hash_idx.items() if one not in known}
    document.token_coverage = float(
        get_token_coverage(document.hash_idx, NOISE_CHARS, len(document.filtered_code))
    )
    if document.token_coverage < MIN_COVERED_CHARS:
        return "It has too little code of its own to tell."
    return document


def _template_hashes(templates: Sequence[str], file_name: str) -> set[int]:
    """Of all stretches of the templates, not only of chosen ones: which are chosen from a source
    depends on what stands around them."""
    found: set[int] = set()
    for text in templates:
        code, _ = filter_code(text, file_name)
        found |= {int(one) for one in hashed_kgrams(code, NOISE_CHARS)}
    return found


def _bound(left: Any, right: Any) -> float:
    """No less than the pair's similarity: each common hash covers at most its length."""
    common = left.hashes & right.hashes
    if not common:
        return 0.0
    shares: list[float] = [
        sum(len(one.hash_idx[hashed]) for hashed in common) * NOISE_CHARS / one.token_coverage
        for one in (left, right)
    ]
    return max(shares)


def _pair(left_id: int, left: Any, right_id: int, right: Any) -> dict[str, Any]:
    overlap, shares, slices = compare_files(left, right)
    left_share, right_share = (min(1.0, float(share)) for share in shares)
    return {
        "left": left_id,
        "right": right_id,
        # The larger share: padding a copy makes only the other one smaller.
        "similarity": round(max(left_share, right_share), 4),
        "left_share": round(left_share, 4),
        "right_share": round(right_share, 4),
        "overlap_chars": int(overlap),
        "left_ranges": _ranges(slices[0], len(left.raw_code)),
        "right_ranges": _ranges(slices[1], len(right.raw_code)),
    }


def _ranges(slices: Any, length: int) -> list[list[int]]:
    if len(slices) == 0:
        return []
    pairs = zip(slices[0], slices[1], strict=True)
    return [[int(start), min(int(end), length)] for start, end in pairs if start < length]


def _too_slow(number: int, frame: object) -> None:
    raise TooSlowError


if __name__ == "__main__":
    main()
