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


_ROLE = (
    "the site's role may not do it. Deploy the stack anew: its policy is made from what the site "
    "calls (infra_control/blueprint/roles.py)"
)
_CREDENTIALS = "its credentials are not accepted, or have run out: the task's role renews them"
_CHANGED = "somebody has changed it meanwhile: look at it anew"
_GONE = "it is not there any more, or never was"
_BUSY = "AWS is asked too often just now: it passes within a minute"
_STUMBLES = "AWS itself stumbles: look at its health dashboard if it stays so"
_FULL = "a quota of the account is used up: ask AWS for more, or wait until something ends"
_ELSE = "another change of it is under way: wait for its end"
_WORDS = {
    "AccessDenied": _ROLE,
    "AccessDeniedException": _ROLE,
    "AuthFailure": _CREDENTIALS,
    "ClusterNotFoundException": _GONE,
    "ConcurrentUpdateException": _ELSE,
    "ExpiredToken": _CREDENTIALS,
    "ExpiredTokenException": _CREDENTIALS,
    "InternalError": _STUMBLES,
    "InternalFailure": _STUMBLES,
    "InvalidClientTokenId": _CREDENTIALS,
    "InvalidIfMatchVersion": _CHANGED,
    "LimitExceededException": _FULL,
    "NoSuchCachePolicy": _GONE,
    "NoSuchDistribution": _GONE,
    "NoSuchHostedZone": _GONE,
    "NoSuchInvalidation": _GONE,
    "AWS.SimpleQueueService.NonExistentQueue": _GONE,
    "NonExistentQueue": _GONE,
    "ObjectNotFoundException": _GONE,
    "PreconditionFailed": _CHANGED,
    "PurgeQueueInProgress": "it was emptied a moment ago: AWS does it once a minute",
    "QueueDoesNotExist": _GONE,
    "RequestThrottled": _BUSY,
    "ResourceInUseException": _ELSE,
    "ScalingActivityInProgress": _ELSE,
    "ServiceNotActiveException": "the service is being removed",
    "ServiceNotFoundException": _GONE,
    "ServiceUnavailable": _STUMBLES,
    "SignatureDoesNotMatch": _CREDENTIALS,
    "SlowDown": _BUSY,
    "TargetGroupNotFound": _GONE,
    "Throttling": _BUSY,
    "ThrottlingException": _BUSY,
    "TooManyInvalidationsInProgress": _FULL,
    "TooManyRequestsException": _BUSY,
    "UnauthorizedOperation": _ROLE,
    "UnrecognizedClientException": _CREDENTIALS,
}
"""What an operator should know of AWS' codes; AWS' own words follow for whoever needs them."""


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
        plain = _WORDS.get(code)
        said = f"{plain}. AWS says: {text}" if plain else text
        return CloudError(
            f"AWS refused {action}: {said} ({code})",
            code=code,
            retryable=code in _PASSING_CODES or status >= 500,
        )
    code = type(error).__name__
    if isinstance(error, NoCredentialsError):
        return CloudError(
            f"AWS was not asked for {action}: this process has no credentials. In production the "
            "task's role gives them; elsewhere AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY do",
            code=code,
            retryable=False,
        )
    away = isinstance(error, EndpointConnectionError | ConnectTimeoutError | HTTPClientError)
    if away:
        return CloudError(
            f"AWS can't be reached for {action}: the network, or AWS, is away. Told: {error}",
            code=code,
            retryable=True,
        )
    return CloudError(f"AWS was not asked for {action}: {error}", code=code, retryable=False)
