"""``python -m infra_control.localcloud``: the whole site on this machine, until Ctrl-C."""

import signal
import subprocess
import sys
import time

from infra_control.localcloud.configured import RunError, site_from_environment, within_reach
from infra_control.localcloud.processes import ConsoleSink, ProcessError, missing_tools
from infra_control.localcloud.site import ROOT, LocalSite, is_port_free


def check(site: LocalSite) -> None:
    """Raises RunError where a tool is missing or a port is taken."""
    missing = missing_tools(site.required_tools)
    if missing:
        raise RunError(f"{', '.join(missing)} not found: `make setup` installs what is missing.")
    for variable, port in site.ports.items():
        if not is_port_free(port):
            raise RunError(
                f"Port {port} is in use: stop the program that listens there, "
                f"or choose another with `make run {variable}={port + 1}`."
            )


def prepare(site: LocalSite, **env: str) -> str:
    """Make the database and, where there was none, the demo data. Raises RunError.

    ``env`` is added to what the commands see. Returns the demo sign-ins, as they were told when
    they were made.
    """
    (site.var_dir / "static").mkdir(parents=True, exist_ok=True)
    _manage({**site.web_env, **env}, "migrate", "--noinput", "-v", "0")
    told = site.var_dir / "demo-sign-ins.txt"
    if not told.exists():
        said = _manage({**site.web_env, **env}, "create_demo_data", "--known-passwords")
        told.write_text("".join(f"  {x}\n" for x in said.splitlines() if " password " in x))
    return told.read_text()


def _manage(env: dict[str, str], *command: str) -> str:
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *command],
        env=env,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RunError(f"`manage.py {command[0]}` failed; its reason stands above.")
    return done.stdout


def run(site: LocalSite) -> None:
    """Run the site until Ctrl-C or SIGTERM. Raises RunError, ProcessError."""
    began = time.monotonic()
    site, lesser = within_reach(site)
    check(site)
    if lesser:
        sys.stderr.write(f"codedang: {lesser}\n")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    group = site.process_group(show=ConsoleSink())
    try:
        group.start_bases()
        sign_ins = prepare(site)
        group.start()
        sys.stdout.write(welcome(site, sign_ins, seconds=time.monotonic() - began))
        sys.stdout.flush()
        while True:
            signal.pause()
    except KeyboardInterrupt:
        sys.stdout.write("\nStopping…\n")
    finally:
        # A second Ctrl-C must not leave half of them behind; each has its grace time only.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        group.stop()


def welcome(site: LocalSite, sign_ins: str, *, seconds: float) -> str:
    """What is told when the site is up."""
    return (
        f"\n  Codedang is up after {seconds:.0f} s: {site.url}\n\n"
        f"{sign_ins}\n"
        f"  Django admin {site.url}/admin/   REST {site.url}/api/v1/docs   "
        f"GraphQL {site.url}/graphql\n"
        f"  Logs {site.var_dir / 'log'}   Ctrl-C stops everything.\n\n"
    )


def main() -> int:
    try:
        run(site_from_environment())
    except (RunError, ProcessError) as error:
        sys.stderr.write(f"codedang: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
