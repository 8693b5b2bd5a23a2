import pytest

from judging.queues import WORKER_QUEUES, JudgeQueue
from judging.worker.config import ConfigError, read_config

GOOD = {
    "AWS_DEFAULT_REGION": "ap-northeast-2",
    "JUDGE_PACKAGE_STORE": "file:///srv/packages",
    "JUDGEHOST_NAME": "host-1",
    "JUDGE_WORK_DIR": "/srv/work",
}


def test_what_is_not_said_has_a_default() -> None:
    config = read_config(GOOD)

    assert config.queues == WORKER_QUEUES
    assert config.queue_prefix == "codedang-"
    assert str(config.work_dir) == "/srv/work/host-1"
    assert config.cache_max_bytes == 4096 * 1024 * 1024


def test_the_order_of_the_queues_is_kept() -> None:
    config = read_config({**GOOD, "JUDGE_QUEUES": " judge-rejudge, judge-contest,"})

    assert config.queues == (JudgeQueue.REJUDGE, JudgeQueue.CONTEST)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AWS_DEFAULT_REGION", ""),
        ("JUDGE_PACKAGE_STORE", ""),
        ("JUDGE_PACKAGE_STORE", "/srv/packages"),
        ("JUDGE_QUEUES", "judge-exams"),
        ("JUDGE_LANGUAGES", "python3,cobol"),
        ("JUDGE_PASSING_S", "0"),
        ("JUDGE_STOP_S", "0"),
        ("JUDGE_CACHE_MAX_MIB", "0"),
        ("JUDGE_CACHE_MAX_MIB", "many"),
        ("JUDGE_COMPILE_CACHE_BYTES", "-1"),
        ("JUDGE_CACHE_DIR", "cache"),
        ("JUDGEHOST_NAME", "../host"),
        ("JUDGE_ALLOW_LOOSE_MEMORY", "perhaps"),
        ("LOG_LEVEL", "LOUD"),
    ],
)
def test_a_faulty_variable_is_named(name: str, value: str) -> None:
    with pytest.raises(ConfigError, match=name):
        read_config({**GOOD, name: value})
