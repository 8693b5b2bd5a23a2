"""Whose jobs a judge takes."""

import zlib

import pytest
from kombu import compression

from judging.broker import MAX_UNPACKED_BYTES
from judging.queues import JUDGE_TASK, RUN_TASK
from judging.signing import JobVerifier, KeyFaultyError, job_sign, verify_key_of

SECRET, OTHER = "the web's secret of 32 characters", "a secret of somebody else's, longer"
JOB = '{"version":1}'
SIGNED = job_sign(SECRET, task=JUDGE_TASK, text=JOB)


@pytest.mark.parametrize(
    ("task", "text", "signature", "is_trusted"),
    [
        (JUDGE_TASK, JOB, SIGNED, True),
        (RUN_TASK, JOB, SIGNED, False),
        (JUDGE_TASK, JOB + " ", SIGNED, False),
        (JUDGE_TASK, JOB, job_sign(OTHER, task=JUDGE_TASK, text=JOB), False),
        (JUDGE_TASK, JOB, "", False),
        (JUDGE_TASK, JOB, "no base64 ☺", False),
        (JUDGE_TASK, JOB, None, False),
    ],
)
def test_a_job_is_trusted_as_it_was_signed_for_its_task(
    task: str, text: str, signature: object, is_trusted: bool
) -> None:
    verifier = JobVerifier((verify_key_of(SECRET),))

    assert verifier.is_trusted(task=task, text=text, signature=signature) is is_trusted


def test_keys_change_with_both_known_for_a_while() -> None:
    verifier = JobVerifier((verify_key_of(OTHER), verify_key_of(SECRET)))

    assert verifier.is_trusted(task=JUDGE_TASK, text=JOB, signature=SIGNED)


def test_without_keys_every_job_is_taken_and_a_faulty_key_is_named() -> None:
    assert JobVerifier(()).is_trusted(task=JUDGE_TASK, text=JOB, signature=None)
    with pytest.raises(KeyFaultyError, match="judge_verify_key"):
        JobVerifier(("short",))


def test_what_inflates_beyond_any_message_is_refused_before_it_does() -> None:
    body, kind = compression.compress(b"a job", "zlib")
    assert compression.decompress(body, kind) == b"a job"

    bomb = zlib.compress(bytes(MAX_UNPACKED_BYTES + 1))
    for packed in (bomb, zlib.compress(b"cut")[:-4]):
        with pytest.raises(ValueError, match="holds more than"):
            compression.decompress(packed, kind)
