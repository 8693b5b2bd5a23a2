"""GET /metrics: this process's figures for Prometheus, to the networks of METRICS_NETWORKS."""

from ipaddress import ip_address

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from common.ratelimit import client_ip


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    if not _may_read(request):
        raise Http404
    from judging.telemetry.sdk import scraped_text  # noqa: PLC0415 - 25 MiB, only where wanted

    text, content_type = scraped_text()
    return HttpResponse(text, content_type=content_type)


def _may_read(request: HttpRequest) -> bool:
    try:
        address = ip_address(client_ip(request))
    except ValueError:
        return False
    return any(address in network for network in settings.METRICS_NETWORKS)
