from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from audit.sign_ins import sign_ins_audit  # noqa: PLC0415 - models can be imported only now

        sign_ins_audit()
