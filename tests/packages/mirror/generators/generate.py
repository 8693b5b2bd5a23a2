"""Writes data/. Run it in the package's directory."""

import random
import string
from pathlib import Path

rng = random.Random(1398)


def write(name, text):
    letters = [char.lower() for char in text if char.isalpha()]
    path = Path("data", name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.with_suffix(".in").write_text(text + "\n")
    path.with_suffix(".ans").write_text("yes\n" if letters == letters[::-1] else "no\n")


def mirrored(half_length):
    half = "".join(rng.choice(string.ascii_letters) for _ in range(half_length))
    return half + half[::-1].swapcase()


def sprinkled(text, share):
    return "".join(
        char + (rng.choice(" ,.!?'-0123456789") if rng.random() < share else "") for char in text
    )


write("sample/1", "Was it a car or a cat I saw?")
write("sample/2", "Codedang")
write("secret/01-letter", "x")
write("secret/02-two", "aA")
write("secret/03-two-different", "aB")
write("secret/04-empty", "")
write("secret/05-no-letters", "2025-09-01, 09:00")
write("secret/06-panama", "A man, a plan, a canal: Panama!")
write("secret/07-digits-do-not-count", "1ab2ba3")
write("secret/08-nearly", "Never odd or evem")
write("secret/09-case-only", "AbCdDcBa")
write("secret/10-at-and-bracket", "@a`A[{")
write("secret/11-long", sprinkled(mirrored(1_000), 0.3))
text = mirrored(20_000)
write("secret/12-wrong-in-the-middle", text[:20_000] + "z" + "q" + text[20_000:])
write("secret/13-one-letter", "m" * 99_999)
