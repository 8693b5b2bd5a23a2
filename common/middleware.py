"""Headers that every answer carries."""

from collections.abc import Callable, Mapping

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from common.caching import keep_answer, kept_answer

GetResponse = Callable[[HttpRequest], HttpResponseBase]

PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def policy_text(policy: Mapping[str, str]) -> str:
    """A Content-Security-Policy header's value."""
    return "; ".join(f"{name} {value}" for name, value in policy.items())


class InternalHostsMiddleware:
    """Lets load balancers and scrapers ask by a machine's address: it is in no ALLOWED_HOSTS, and
    nothing that these paths answer depends on it."""

    PATHS = ("/healthz/live", "/healthz/ready", "/metrics")

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path in self.PATHS:
            request.META["HTTP_HOST"] = settings.ALLOWED_HOSTS[0]
        return self.get_response(request)


class SecurityHeadersMiddleware:
    """Adds the Content-Security-Policy of the path, as the settings have it, where the answer has
    none of its own: somebody's files are told to run nothing at all."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        policy = settings.CONTENT_SECURITY_POLICY
        self.policy = policy_text(policy)
        self.policies = {
            path: policy_text({**policy, **changes})
            for path, changes in settings.CONTENT_SECURITY_POLICY_CHANGES.items()
        }

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for path, policy in self.policies.items():
            if request.path.startswith(path):
                response.headers.setdefault("Content-Security-Policy", policy)
                break
        else:
            response.headers.setdefault("Content-Security-Policy", self.policy)
        response.headers["Permissions-Policy"] = PERMISSIONS_POLICY
        return response


class SharedAnswersMiddleware:
    """Takes from answers that are the same for everybody what would keep them apart, and gives
    them again for a moment without asking anything behind.

    A session that was looked at on the way (to count requests) makes Django vary the
    answer by cookie, and the language of its pages by Accept-Language; neither changes a
    shared answer.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        kept = kept_answer(request)
        if kept is not None:
            return kept
        response = self.get_response(request)
        if request.path.startswith("/api/") and response.headers.get(
            "Cache-Control", ""
        ).startswith("public"):
            response.headers.pop("Content-Language", None)
            # What stays is whether it is compressed.
            varies = str(response.headers.pop("Vary", ""))
            if "accept-encoding" in varies.lower():
                response.headers["Vary"] = "Accept-Encoding"
            response.cookies.clear()
            keep_answer(request, response)
        return response
