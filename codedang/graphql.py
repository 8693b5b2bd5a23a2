from django.http import HttpRequest, HttpResponse


def graphql_view(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError
