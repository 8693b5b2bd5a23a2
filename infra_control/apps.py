"""The Django app of the operators' tools."""

from django.apps import AppConfig


class InfraControlConfig(AppConfig):
    name = "infra_control"
    verbose_name = "Infrastructure"
