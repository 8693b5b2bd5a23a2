"""What tests of the staff's GraphQL share."""

import json
from typing import Any

from django.apps import apps
from django.core import serializers

from tests.people import Cast


def everything() -> str:
    """All that contests keep, and what is told of it."""
    models = [*apps.get_app_config("contests").get_models()]
    models.append(apps.get_model("notifications", "Notification"))
    return json.dumps([serializers.serialize("json", m._base_manager.all()) for m in models])


def mutate(cast: Cast, name: str, mutation: str) -> Any:
    return cast.api(name).graphql(f"mutation {{ {mutation} }}").json()


def error_code(answer: Any) -> str | None:
    """Why GraphQL, or the door before it, refused; None: it did not."""
    if "errors" in answer:
        code: str = answer["errors"][0]["extensions"]["code"]
        return code
    return answer.get("code")  # type: ignore[no-any-return]  # of JSON
