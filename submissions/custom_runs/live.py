"""What live clients are told of custom runs."""

from common.push import live_event, push
from submissions.custom_runs.models import CustomRun
from submissions.custom_runs.shapes import custom_run_out


def custom_run_group(run_id: int) -> str:
    return f"run.{run_id}"


def custom_run_announce(run: CustomRun) -> None:
    """Tell who watches the run what came of it; call it after commit. Needs ``run.problem``."""
    payload = custom_run_out(run).model_dump(mode="json")
    push(custom_run_group(run.pk), live_event(f"run:{run.pk}", run.sequence, payload))
