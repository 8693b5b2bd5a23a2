"""The answer file holds the word, and for each time that the postcard is sent whether it turns."""

import re
import sys
from pathlib import Path

data, answer, feedback = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
word, turns = answer.read_text().split()
sent = feedback / "postcard.txt"
said = sys.stdin.read().split("\n")

if not sent.exists():
    assert data.read_text() == f"write\n{word}\n"
    if len(said) != 2 or said[1] or not re.fullmatch("[0-9]+", said[0]):
        sys.exit(43)
    if len(said[0]) > 2 * len(word):
        (feedback / "teammessage.txt").write_text(f"{len(said[0])} digits are too many")
        sys.exit(43)
    postcard, run = said[0], 0
else:
    postcard, run = sent.read_text().split()
    run = int(run)
    turned = postcard[::-1] if turns[run - 1] == "1" else postcard
    assert data.read_text() == f"read\n{turned}\n"
    if said != [word, ""]:
        with (feedback / "judgemessage.txt").open("a") as log:
            log.write(f"run {run + 1}: {said[0][:20]!r} instead of {word[:20]!r}\n")
        sys.exit(43)
if run < len(turns):
    sent.write_text(f"{postcard} {run + 1}")
    turned = postcard[::-1] if turns[run] == "1" else postcard
    (feedback / "nextpass.in").write_text(f"read\n{turned}\n")
sys.exit(42)
