"""AWS' errors as ours."""

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    HTTPClientError,
    NoCredentialsError,
)

_PASSING_CODES = frozenset(
    {
        "InternalError",
        "InternalFailure",
        "RequestThrottled",
        "RequestTimeout",
        "ServiceUnavailable",
        "SlowDown",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
    }
)


class CloudError(OSError):
    """AWS did not do what was asked; the text says why in words for an operator."""

    def __init__(self, message: str, *, code: str, retryable: bool) -> None:
        super().__init__(message)
        self.code = code
        """AWS' own word for it, or the name of the client's exception."""
        self.retryable = retryable
        """Whether the same request may succeed later without anybody changing anything."""


def cloud_error(action: str, error: BotoCoreError | ClientError) -> CloudError:
    """Our error for a failed ``action`` (such as "reading queue x")."""
    if isinstance(error, ClientError):
        code = error.response["Error"].get("Code", "Unknown").rpartition(".")[2]
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        text = error.response["Error"].get("Message", "no reason given")
        return CloudError(
            f"AWS refused {action}: {text} ({code})",
            code=code,
            retryable=code in _PASSING_CODES or status >= 500,
        )
    code = type(error).__name__
    if isinstance(error, NoCredentialsError):
        return CloudError(
            f"{action} needs AWS credentials, and there are none", code=code, retryable=False
        )
    away = isinstance(error, EndpointConnectionError | ConnectTimeoutError | HTTPClientError)
    if away:
        return CloudError(f"AWS can't be reached for {action}: {error}", code=code, retryable=True)
    return CloudError(f"AWS was not asked for {action}: {error}", code=code, retryable=False)
