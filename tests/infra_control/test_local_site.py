import os
import socket
import subprocess
import sys
from pathlib import Path

import boto3
import pytest

from infra_control.localcloud import processes
from infra_control.localcloud.__main__ import check
from infra_control.localcloud.aws import LocalAws
from infra_control.localcloud.cloud import LocalCloud
from infra_control.localcloud.configured import RunError, site_from_environment, within_reach
from infra_control.localcloud.processes import ProcessGroup
from infra_control.localcloud.site import LocalSite
from judging.queues import CHECK_QUEUE, QUEUES, RUN_QUEUE, JudgeQueue
from tests.cloud import eventually, free_port


@pytest.fixture
def site(tmp_path: Path) -> LocalSite:
    return LocalSite(
        var_dir=tmp_path, web_port=free_port(), aws_port=free_port(), redis_port=free_port()
    )


def test_a_judge_worker_is_given_none_of_the_webs_secrets(
    site: LocalSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "a secret of the web")
    monkeypatch.setenv("DATABASE_URL", "postgresql://user:password@host/name")

    given = site.judge(1).env

    assert "SECRET_KEY" not in given
    assert "DATABASE_URL" not in given
    assert "REDIS_URL" not in given


def test_custom_runs_wait_for_no_judgement_and_judgements_for_one_check_at_most(
    site: LocalSite,
) -> None:
    taken = {
        spec.name: spec.env["JUDGE_QUEUES"].split(",")
        for spec in (site.judge(1), site.judge(2), site.run_judge())
    }

    assert taken["judge-run"] == [RUN_QUEUE]
    assert [name for name, queues in taken.items() if CHECK_QUEUE in queues] == ["judge-2"]
    assert all({*JudgeQueue, RUN_QUEUE} <= set(taken[name]) for name in ("judge-1", "judge-2"))


def test_long_work_delays_no_result(site: LocalSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_LANGUAGES", "cpp17")
    group = site.process_group()

    for name in ("results", "background"):
        argv = group[name].spec.argv
        assert argv[argv.index("-Q") + 1] == f"codedang-{name}"


def test_a_busy_port_is_told_with_the_way_out(site: LocalSite) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", site.aws_port))
        other.listen()

        with pytest.raises(RunError, match=rf"{site.aws_port} is in use.*make run MOTO_PORT="):
            check(site)


def test_a_missing_tool_is_named(site: LocalSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")

    with pytest.raises(RunError, match="setpriv, redis-server not found"):
        check(site)


def test_the_whole_route_is_brought_up_unless_the_simple_one_is_wanted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SIMPLE", "")
    assert isinstance(site_from_environment(), LocalCloud)

    monkeypatch.setenv("SIMPLE", "1")
    assert not isinstance(site_from_environment(), LocalCloud)


def test_without_the_edges_program_the_rest_starts_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = LocalCloud(var_dir=tmp_path, web_port=8399, judge_workers=3)
    assert within_reach(asked) == (asked, "")
    for tool in ("setpriv", "redis-server"):
        (tmp_path / tool).symlink_to("/bin/true")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(processes, "SERVERS_PLACE", "/nowhere")

    found, told = within_reach(asked)

    assert found == LocalSite(var_dir=tmp_path, web_port=8399, judge_workers=3)
    assert told.startswith("varnishd, varnishadm, varnishncsa not found")
    assert "make setup" in told


@pytest.mark.parametrize("value", ["zero", "0", "65536", "-1"])
def test_a_faulty_number_is_named(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_PORT", value)

    with pytest.raises(RunError, match="REDIS_PORT"):
        site_from_environment()


def test_the_command_says_one_sentence_and_no_more() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "infra_control.localcloud"],
        env={**os.environ, "PORT": "many"},
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert done.returncode == 1
    assert done.stderr == "codedang: PORT must be a number from 1 to 65535, not 'many'.\n"


def test_the_local_aws_has_its_resources_again_after_it_forgot_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    aws = LocalAws(port=free_port())
    for variable, value in aws.env.items():
        monkeypatch.setenv(variable, value)
    with ProcessGroup([aws.process()], log_dir=tmp_path) as group:
        group["aws"].signal(9)
        eventually(lambda: group["aws"].restarts == 1, within_s=20)
        group["aws"].wait_ready()

        urls = boto3.client("sqs").list_queues()["QueueUrls"]
        buckets = boto3.client("s3").list_buckets()["Buckets"]

    names = {url.rsplit("/", 1)[1] for url in urls}
    assert names == {f"codedang-{spec.name}" for spec in QUEUES} | {
        f"codedang-{spec.dead_letter_name}" for spec in QUEUES
    }
    assert [bucket["Name"] for bucket in buckets] == [aws.bucket]
