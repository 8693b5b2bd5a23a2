"""What a personal access token looks like; pure functions."""

import hashlib
import secrets
import string
import zlib

PREFIX = "cdt_"
"""By it scanners of published code know a token of this site."""
_ALPHABET = string.digits + string.ascii_letters
RANDOM_CHARS = 40
_CHECK_CHARS = 6
SHOWN_CHARS = len(PREFIX) + 6
"""How much of a token is kept readable, so that its owner can tell it from others."""
MAX_CHARS = 200


def token_make() -> str:
    """A new token: the prefix, 238 random bits, and a checksum of both."""
    body = PREFIX + "".join(secrets.choice(_ALPHABET) for _ in range(RANDOM_CHARS))
    return body + _checksum(body)


def token_is_wellformed(token: str) -> bool:
    """Whether this site could have made it: a scanner needs no question to the database."""
    if not token.startswith(PREFIX) or len(token) != len(PREFIX) + RANDOM_CHARS + _CHECK_CHARS:
        return False
    body, check = token[:-_CHECK_CHARS], token[-_CHECK_CHARS:]
    return token.isascii() and secrets.compare_digest(_checksum(body), check)


def token_digest(token: str) -> str:
    """What is stored in a token's place. Its bits are random, so that a fast hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def _checksum(body: str) -> str:
    number = zlib.crc32(body.encode())
    text = ""
    for _ in range(_CHECK_CHARS):
        number, digit = divmod(number, len(_ALPHABET))
        text = _ALPHABET[digit] + text
    return text
