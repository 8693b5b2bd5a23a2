import re


def is_lexicon(text):
    words = text.split("\n")
    return (
        words.pop() == ""
        and words == sorted(set(words))
        and len(words) <= 1000
        and all(re.fullmatch("[a-z]{1,20}", word) for word in words)
    )
