"""Headers that every answer carries."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

GetResponse = Callable[[HttpRequest], HttpResponseBase]

CSP_HEADER = "Content-Security-Policy"
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def policy_text(policy: dict[str, str]) -> str:
    """A Content-Security-Policy header's value."""
    return "; ".join(f"{name} {value}" for name, value in policy.items())


class SecurityHeadersMiddleware:
    """Adds the site's Content-Security-Policy unless the view set its own."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.policy = policy_text(settings.CONTENT_SECURITY_POLICY)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault(CSP_HEADER, self.policy)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response


def relax_policy(response: HttpResponseBase, **changes: str) -> None:
    """Give one page a policy of its own, such as script_src="'self' 'unsafe-inline'"."""
    changed = {name.replace("_", "-"): value for name, value in changes.items()}
    response.headers[CSP_HEADER] = policy_text({**settings.CONTENT_SECURITY_POLICY, **changed})
