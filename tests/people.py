"""The named cast of the web side's tests."""

from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from accounts.models import User
from courses.models import Course, Membership, Role

PASSWORD = "correct horse battery"


def make_user(username: str, **fields: Any) -> User:
    return User.objects.create_user(
        username=username, email=f"{username}@example.com", password=PASSWORD, **fields
    )


def join(user: User, course: Course, role: Role) -> User:
    Membership.objects.create(user=user, course=course, role=role)
    return user


class Api:
    """A browser's client for the REST API; its bodies are JSON."""

    def __init__(self, user: User | None = None) -> None:
        self.client = Client()
        if user is not None:
            self.client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api/v1{path}", query_params=query)

    def post(self, path: str, body: Any, **headers: str) -> Any:
        return self.client.post(
            f"/api/v1{path}", body, content_type="application/json", headers=headers
        )

    def patch(self, path: str, body: Any) -> Any:
        return self.client.patch(f"/api/v1{path}", body, content_type="application/json")

    def put(self, path: str, body: Any) -> Any:
        return self.client.put(f"/api/v1{path}", body, content_type="application/json")

    def delete(self, path: str, body: Any = None) -> Any:
        return self.client.delete(f"/api/v1{path}", body or {}, content_type="application/json")

    def graphql(self, query: str, **variables: Any) -> Any:
        return self.client.post(
            "/graphql", {"query": query, "variables": variables}, content_type="application/json"
        )


@dataclass
class Cast:
    """Two courses and the people around them. ``algorithms`` is where the story plays."""

    algorithms: Course = field(
        default_factory=lambda: Course.objects.create(slug="algorithms", title="Algorithms")
    )
    networks: Course = field(
        default_factory=lambda: Course.objects.create(slug="networks", title="Networks")
    )
    minsu: User = field(init=False)
    """Student of algorithms."""
    jiwoo: User = field(init=False)
    """Another student of algorithms."""
    sora: User = field(init=False)
    """In no course."""
    ta_hana: User = field(init=False)
    """TA of algorithms."""
    professor: User = field(init=False)
    """Instructor of algorithms."""
    ta_yuri: User = field(init=False)
    """TA of networks only."""
    operator: User = field(init=False)
    """Of the platform."""

    def __post_init__(self) -> None:
        self.minsu = join(make_user("minsu"), self.algorithms, Role.STUDENT)
        self.jiwoo = join(make_user("jiwoo"), self.algorithms, Role.STUDENT)
        self.sora = make_user("sora")
        self.ta_hana = join(make_user("ta_hana"), self.algorithms, Role.TA)
        self.professor = join(make_user("professor"), self.algorithms, Role.INSTRUCTOR)
        self.ta_yuri = join(make_user("ta_yuri"), self.networks, Role.TA)
        self.operator = make_user("operator", is_staff=True, is_superuser=True)

    def named(self, name: str) -> User | None:
        """Somebody by name; None for ``visitor``, who is nobody."""
        if name == "visitor":
            return None
        user: User = getattr(self, name)
        return user

    def api(self, name: str) -> Api:
        return Api(self.named(name))


EVERYBODY = (
    "visitor",
    "minsu",
    "jiwoo",
    "sora",
    "ta_hana",
    "professor",
    "ta_yuri",
    "operator",
)
