from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        from accounts.live import connect_signals  # noqa: PLC0415 - models can be imported only now

        connect_signals()
