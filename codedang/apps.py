from django.apps import AppConfig


class CodedangConfig(AppConfig):
    name = "codedang"
    verbose_name = "Codedang"

    def ready(self) -> None:
        from codedang.wiring import wire_ports  # noqa: PLC0415 - models exist only now

        wire_ports()
