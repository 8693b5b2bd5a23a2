"""``python -m tests.bench.classroom NUMBER``: people of a class who are signed in already; prints
their sessions as JSON. Signing in itself is slow on purpose, and measured by nobody."""

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "codedang.settings")
django.setup()

from importlib import import_module  # noqa: E402 - the settings must be there first

from django.conf import settings  # noqa: E402 - likewise
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402

from accounts.models import User  # noqa: E402 - likewise


def main(number: int) -> list[str]:
    User.objects.bulk_create(
        User(username=f"class{n}", email=f"class{n}@example.com", password="!")
        for n in range(number)
    )
    keys = []
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for user in User.objects.filter(username__startswith="class"):
        session = store()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        keys.append(str(session.session_key))
    return keys


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]))))
