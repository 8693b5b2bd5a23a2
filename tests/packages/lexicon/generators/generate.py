"""Writes the test data: python3 generators/generate.py (from the package's directory)."""

import random
from pathlib import Path

random.seed(7)


def write(name, letter, words, questions):
    case = Path("data") / name
    folder = case.with_name(case.name + ".files")
    folder.mkdir(exist_ok=True)
    words = sorted(set(words))
    (folder / "words.txt").write_text("".join(f"{word}\n" for word in words))
    chosen = [word for word in words if word.startswith(letter)]
    answers = [chosen[k - 1] if k <= len(chosen) else "-" for k in questions]
    case.with_name(case.name + ".in").write_text("".join(f"{k}\n" for k in questions))
    case.with_name(case.name + ".ans").write_text("".join(f"{answer}\n" for answer in answers))
    case.with_name(case.name + ".yaml").write_text(f"args: [{letter}]\n")


def some_words(count):
    return ["".join(random.choices("abcde", k=random.randint(1, 20))) for _ in range(count)]


write("sample/1", "b", ["apple", "banana", "blueberry", "cherry"], [1, 2])
write("secret/1", "c", ["apple", "banana", "blueberry", "cherry"], [1, 1])
write("secret/2", "a", ["b"], [1, 100000])
words = some_words(1000)
count = sum(word[0] == "d" for word in words) // 2
write("secret/3-large", "d", words, [random.randint(1, count) for _ in range(10_000)])
