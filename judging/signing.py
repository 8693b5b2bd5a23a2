"""Jobs are signed by the web side: a judge runs nothing that somebody else put into a queue.

Asymmetric (Ed25519), for a judge that was broken into must not be able to sign jobs for the
others: they hold the key that verifies, and that one is no secret.
"""

import base64
import binascii
import hashlib
from functools import cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

SIGNATURE_HEADER = "codedang_signature"
_PURPOSE = b"codedang judge jobs 1\n"


class KeyFaultyError(ValueError):
    """A key that is none; the text says what one looks like."""


def job_sign(secret: str, *, task: str, text: str) -> str:
    """The signature of a job of a task, as it stands in the message's header."""
    return base64.b64encode(_signer(secret).sign(_signed(task, text))).decode()


def verify_key_of(secret: str) -> str:
    """What judges verify by (``JUDGE_VERIFY_KEY``): no secret, 44 characters."""
    return base64.b64encode(_signer(secret).public_key().public_bytes_raw()).decode()


class JobVerifier:
    """Knows whether a job was signed with one of some keys: two, while they change."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        """No keys: every job is taken. Raises KeyFaultyError."""
        self._keys = tuple(_public(key) for key in keys)

    @property
    def has_keys(self) -> bool:
        return bool(self._keys)

    def is_trusted(self, *, task: str, text: str, signature: object) -> bool:
        if not self._keys:
            return True
        try:
            given = base64.b64decode(str(signature), validate=True)
        except (binascii.Error, ValueError):
            return False
        return any(_fits(key, given, _signed(task, text)) for key in self._keys)


def _fits(key: Ed25519PublicKey, signature: bytes, signed: bytes) -> bool:
    try:
        key.verify(signature, signed)
    except InvalidSignature:
        return False
    return True


def _signed(task: str, text: str) -> bytes:
    return _PURPOSE + task.encode() + b"\n" + text.encode()


@cache
def _signer(secret: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(_PURPOSE + secret.encode()).digest())


def _public(key: str) -> Ed25519PublicKey:
    try:
        return Ed25519PublicKey.from_public_bytes(base64.b64decode(key, validate=True))
    except (binascii.Error, ValueError) as error:
        raise KeyFaultyError(
            f"{key!r} is no key: `manage.py judge_verify_key` prints one of 44 characters"
        ) from error
