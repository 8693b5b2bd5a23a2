"""Every REST operation against its own OpenAPI description: whatever comes in, no fault comes
out, and no answer that isn't documented."""

import gzip
import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
import requests
import schemathesis
from django.db import transaction
from django.test import Client, override_settings
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from pytest_django import DjangoDbBlocker, Settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.transport import Response
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from codedang.rest import openapi_json
from tests.codedang.operations import PEOPLE, furnish
from tests.people import Cast

pytestmark = pytest.mark.django_db

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "4"))
"""For each operation and kind of data; more of them find more."""
SITE = "http://testserver"
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


def _operation(result: Any) -> Any:
    """Raises where the description itself is wrong."""
    return result.ok()


schema = schemathesis.openapi.from_dict(json.loads(openapi_json()))
OPERATIONS = {
    f"{operation.method.upper()} {operation.path}": operation
    for operation in (_operation(result) for result in schema.get_all_operations())
}


@dataclass(frozen=True)
class Site:
    """One site for all operations: what a request changes is taken back after it."""

    clients: Mapping[str, Client]
    known: Mapping[str, Any]


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    quick = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(PASSWORD_HASHERS=quick):
            cast = Cast()
            known = furnish(cast)
        yield Site({person: cast.api(person).client for person in PEOPLE}, known)
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_keeps_to_its_description(name: str, site: Site, settings: Settings) -> None:
    settings.RATE_LIMITS = dict.fromkeys(settings.RATE_LIMITS, 1_000_000)
    settings.SUBMISSION_INTERVAL_MS = 0
    settings.SITE_LEADERBOARD = True
    operation = OPERATIONS[name]

    for mode in GenerationMode:
        try:
            _run(operation.as_strategy(generation_mode=mode), site)
        except Unsatisfiable:
            # Some operations take nothing that could be wrong.
            assert mode is GenerationMode.NEGATIVE


def _run(cases: Any, site: Site) -> None:
    @hypothesis_settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases, person=st.sampled_from(sorted(site.clients)), leads_somewhere=st.booleans())
    def ask(case: Any, person: str, leads_somewhere: bool) -> None:
        if leads_somewhere:
            for place, value in site.known.items():
                parameter = place.rsplit("{", 1)[-1].rstrip("}")
                if place in case.path and case.path_parameters:
                    case.path_parameters[parameter] = value
        request = requests.Request(**case.as_transport_kwargs(base_url=SITE)).prepare()
        answer = _answer(site.clients[person], request)
        case.validate_response(_response(answer, request), checks=CHECKS)

    run: Callable[[], None] = ask
    run()


def _answer(client: Client, request: requests.PreparedRequest) -> Any:
    with transaction.atomic():
        answer = client.generic(
            request.method or "GET",
            (request.url or "").removeprefix(SITE),
            request.body or b"",
            content_type=str(request.headers.get("Content-Type", "application/json")),
            headers={
                name: str(value)
                for name, value in request.headers.items()
                if name.lower() not in {"content-type", "content-length"}
            },
        )
        transaction.set_rollback(True)
    return answer


def _response(answer: Any, request: requests.PreparedRequest) -> Response:
    packed = answer.get("Content-Encoding") == "gzip"
    content = b"".join(answer) if answer.streaming else answer.content
    return Response(
        status_code=answer.status_code,
        headers={name: [value] for name, value in answer.items()},
        content=gzip.decompress(content) if packed else content,
        request=request,
        elapsed=0.0,
        verify=False,
    )
