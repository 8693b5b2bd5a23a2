import pytest
from botocore.exceptions import ClientError, NoCredentialsError

from infra_control.gateways.errors import cloud_error


def refusal(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "vendor's words"}}, "Call")


@pytest.mark.parametrize(
    ("code", "said", "retryable"),
    [
        ("AccessDeniedException", "the site's role may not do it", False),
        ("ThrottlingException", "asked too often just now", True),
        ("PreconditionFailed", "somebody has changed it meanwhile", False),
        ("ServiceNotFoundException", "not there any more", False),
        ("AWS.SimpleQueueService.NonExistentQueue", "not there any more", False),
        ("TooManyInvalidationsInProgress", "quota", False),
    ],
)
def test_an_operator_reads_why_before_the_vendors_words(
    code: str, said: str, retryable: bool
) -> None:
    error = cloud_error("reading it", refusal(code))

    assert said in str(error)
    assert "vendor's words" in str(error)
    assert error.retryable is retryable


def test_a_code_that_nobody_knows_keeps_the_vendors_words() -> None:
    assert str(cloud_error("reading it", refusal("Odd"))) == (
        "AWS refused reading it: vendor's words (Odd)"
    )


def test_missing_credentials_say_where_they_come_from() -> None:
    assert "the task's role gives them" in str(cloud_error("reading it", NoCredentialsError()))
