"""Which local site the environment asks for."""

import os
from dataclasses import fields
from pathlib import Path

from infra_control.localcloud.cloud import LocalCloud
from infra_control.localcloud.processes import missing_tools
from infra_control.localcloud.site import ROOT, LocalSite


class RunError(Exception):
    """The site can't be started; the text is one sentence that says what to do."""


def site_from_environment() -> LocalSite:
    """With ``SIMPLE=1`` one without edge and fleet agent. Raises RunError, naming the variable at
    fault."""
    return (LocalSite if _flag("SIMPLE") else LocalCloud)(
        var_dir=Path(os.environ.get("VAR_DIR") or ROOT / "var").absolute(),
        web_port=_number("PORT", LocalSite.web_port),
        aws_port=_number("MOTO_PORT", LocalSite.aws_port),
        redis_port=_number("REDIS_PORT", LocalSite.redis_port),
        judge_workers=_number("JUDGE_WORKERS", LocalSite.judge_workers),
        host=os.environ.get("HOST") or LocalSite.host,
        keeps_files_in_aws=_flag("FILES_IN_AWS"),
    )


def within_reach(asked: LocalSite) -> tuple[LocalSite, str]:
    """The site that this host can run, and a sentence when that is less than what was asked."""
    edge_tools = [name for name in asked.required_tools if name not in LocalSite.required_tools]
    missing = missing_tools(edge_tools)
    if not missing:
        return asked, ""
    kept = {one.name: getattr(asked, one.name) for one in fields(asked)}
    return LocalSite(**kept), (
        f"{', '.join(missing)} not found, so the site starts without edge and fleet agent, "
        "and the operators' screens have only queues to show: `make setup` installs what is "
        "missing, or says how."
    )


def _number(variable: str, default: int) -> int:
    text = os.environ.get(variable) or str(default)
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise RunError(f"{variable} must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def _flag(variable: str) -> bool:
    text = os.environ.get(variable, "")
    if text not in ("", "0", "1"):
        raise RunError(f"{variable} must be 1 or 0, not {text!r}.")
    return text == "1"
