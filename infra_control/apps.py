"""The Django app of the operators' tools."""

from django.apps import AppConfig


class InfraControlConfig(AppConfig):
    name = "infra_control"
    verbose_name = "Infrastructure"

    def ready(self) -> None:
        from infra_control import checks  # noqa: F401, PLC0415 - models are loaded only now
