"""The local edge's configuration: CloudFront's and the load balancer's, written for Varnish.

One request passes both: the first behaviour whose pattern matches its path says whether it may be
answered from the cache and under which key; the first listener rule says which target group it
goes to, where only healthy targets get it. What differs from AWS stands in docs/local-cloud.md.
"""

import re
from dataclasses import dataclass

from infra_control.edge.rules import pattern_regex

CACHEABLE = ("GET", "HEAD")


@dataclass(frozen=True, kw_only=True)
class EdgeBehaviour:
    """One row of the distribution's table, with its cache policy."""

    pattern: str
    """As CloudFront reads it: ``*`` any characters, ``?`` one; case counts."""
    methods: tuple[str, ...]
    min_ttl_s: int
    default_ttl_s: int
    max_ttl_s: int
    keeps_query: bool
    """Whether the query is part of the cache's key."""

    @property
    def is_cached(self) -> bool:
        return self.max_ttl_s > 0


@dataclass(frozen=True, kw_only=True)
class EdgeRule:
    """One rule of the load balancer's listener."""

    patterns: tuple[str, ...]
    group: str
    """Of targets; empty: it is refused."""


@dataclass(frozen=True, kw_only=True)
class EdgeShape:
    """All that the edge must know. The last behaviour is the default one."""

    behaviours: tuple[EdgeBehaviour, ...]
    rules: tuple[EdgeRule, ...]
    ports: dict[str, tuple[int, ...]]
    """Of the healthy targets of each group."""
    default_group: str
    """Whose tasks give the front end's files, in place of its bucket."""


def invalidation_regex(path: str) -> str:
    """A path of an invalidation as a regular expression; only a ``*`` at its end is a wildcard."""
    if path.endswith("*"):
        return f"^{re.escape(path[:-1])}"
    return f"^{re.escape(path)}$"


def render(shape: EdgeShape) -> str:
    """The configuration as VCL 4.1."""
    return "\n".join(
        [
            "vcl 4.1;",
            "import directors;",
            'backend nobody { .host = "127.0.0.1"; .port = "1"; }',
            *_backends(shape),
            *_receive(shape),
            *_pass_through(),
            *_keep(shape),
            "",
        ]
    )


def _backends(shape: EdgeShape) -> list[str]:
    ports = sorted({port for group in shape.ports.values() for port in group})
    lines = [
        f'backend task_{port} {{ .host = "127.0.0.1"; .port = "{port}"; '
        ".first_byte_timeout = 60s; .between_bytes_timeout = 60s; }"
        for port in ports
    ]
    lines.append("sub vcl_init {")
    for group, own in sorted(shape.ports.items()):
        if own:
            lines.append(f"  new {_name(group)} = directors.round_robin();")
            lines += [f"  {_name(group)}.add_backend(task_{port});" for port in own]
    return [*lines, "}"]


def _receive(shape: EdgeShape) -> list[str]:
    lines = [
        "sub vcl_recv {",
        # What a client says of these headers must not be believed.
        "  unset req.http.X-Edge-Behaviour;",
        '  set req.http.X-Edge-Path = regsub(req.url, "\\?.*$", "");',
    ]
    for number, behaviour in enumerate(shape.behaviours):
        is_last = number == len(shape.behaviours) - 1
        test = "true" if is_last else f'req.http.X-Edge-Path ~ "{_vcl(behaviour.pattern)}"'
        methods = "|".join(behaviour.methods)
        lines += [
            f"  {'if' if number == 0 else 'elsif'} ({test}) {{",
            f'    set req.http.X-Edge-Behaviour = "{number}";',
            f'    if (req.method !~ "^({methods})$") {{ return (synth(403, "Method")); }}',
            "  }",
        ]
    lines += _route(shape)
    lines += [
        '  if (req.http.Upgrade ~ "(?i)websocket") { return (pipe); }',
        f'  if (req.method !~ "^({"|".join(CACHEABLE)})$") {{ return (pass); }}',
    ]
    lines += [
        f'  if (req.http.X-Edge-Behaviour == "{number}") {{ return (pass); }}'
        for number, behaviour in enumerate(shape.behaviours)
        if not behaviour.is_cached
    ]
    return [*lines, "  return (hash);", "}"]


def _route(shape: EdgeShape) -> list[str]:
    """Which target group the load balancer chooses."""
    lines = []
    default = str(len(shape.behaviours) - 1)
    lines += [
        f'  if (req.http.X-Edge-Behaviour == "{default}") {{',
        _send(shape, shape.default_group),
    ]
    for rule in shape.rules:
        test = " || ".join(f'req.http.X-Edge-Path ~ "{_vcl(one)}"' for one in rule.patterns)
        lines += [f"  }} elsif ({test or 'true'}) {{", _send(shape, rule.group)]
    return [*lines, "  } else {", '    return (synth(403, "Forbidden"));', "  }"]


def _send(shape: EdgeShape, group: str) -> str:
    if not group:
        return '    return (synth(403, "Forbidden"));'
    if not shape.ports.get(group):
        return '    return (synth(503, "No healthy target"));'
    return f"    set req.backend_hint = {_name(group)}.backend();"


def _pass_through() -> list[str]:
    return [
        "sub vcl_pipe {",
        "  set bereq.http.Upgrade = req.http.Upgrade;",
        "  set bereq.http.Connection = req.http.Connection;",
        "}",
        "sub vcl_backend_fetch {",
        "  unset bereq.http.X-Edge-Path;",
        "}",
        "sub vcl_deliver {",
        "  unset resp.http.X-Edge-Url;",
        '  set resp.http.X-Cache = "Miss from cloudfront";',
        '  if (obj.hits > 0) { set resp.http.X-Cache = "Hit from cloudfront"; }',
        "}",
        "sub vcl_synth {",
        '  set resp.http.X-Cache = "Error from cloudfront";',
        '  set resp.http.Content-Type = "text/plain; charset=utf-8";',
        "  set resp.body = resp.reason;",
        "  return (deliver);",
        "}",
    ]


def _keep(shape: EdgeShape) -> list[str]:
    """The cache's keys, and for how long it keeps what."""
    lines = ["sub vcl_hash {"]
    for number, behaviour in enumerate(shape.behaviours):
        what = "req.url" if behaviour.keeps_query else "req.http.X-Edge-Path"
        lines.append(f'  if (req.http.X-Edge-Behaviour == "{number}") {{ hash_data({what}); }}')
    lines += [
        "  hash_data(req.http.Host);",
        "  return (lookup);",
        "}",
        "sub vcl_backend_response {",
    ]
    # An invalidation's ban looks at this.
    lines += [
        "  set beresp.http.X-Edge-Url = bereq.url;",
        "  set beresp.grace = 0s;",
    ]
    for number, one in enumerate(shape.behaviours):
        if one.is_cached:
            lines += [f'  if (bereq.http.X-Edge-Behaviour == "{number}") {{', *_ttl(one), "  }"]
    return [*lines, "}"]


def _ttl(one: EdgeBehaviour) -> list[str]:
    """ "Managing how long content stays in the cache (expiration)", CloudFront developer guide."""
    if one.min_ttl_s == 0:
        first = [
            '    if (beresp.http.Cache-Control ~ "(?i)(private|no-store|no-cache)") {',
            "      set beresp.uncacheable = true;",
            "      set beresp.ttl = 120s;",
            "      return (deliver);",
            "    }",
        ]
    else:
        first = []
    return [
        *first,
        "    if (!beresp.http.Cache-Control && !beresp.http.Expires) {",
        f"      set beresp.ttl = {one.default_ttl_s}s;",
        "    }",
        f"    if (beresp.ttl > {one.max_ttl_s}s) {{ set beresp.ttl = {one.max_ttl_s}s; }}",
        f"    if (beresp.ttl < {one.min_ttl_s}s) {{ set beresp.ttl = {one.min_ttl_s}s; }}",
    ]


def _name(group: str) -> str:
    return "group_" + re.sub(r"[^A-Za-z0-9]", "_", group)


def _vcl(pattern: str) -> str:
    return pattern_regex(pattern).replace('"', "%22")
