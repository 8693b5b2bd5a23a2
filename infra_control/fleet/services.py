"""What operators change of the fleet. Each is permitted, audited, and safe to try again."""

from django.contrib.auth.models import AbstractUser

from common.errors import ConflictError, InvalidInputError, NotFoundError
from infra_control.acting import Intent, operator_act, permission_check
from infra_control.blueprint.shape import PRODUCTION, Service
from infra_control.clients import Gateways
from infra_control.fleet.reading import cluster_name
from infra_control.fleet.rules import Bounds, bounds_problems
from infra_control.gateways.ecs_values import ServiceState
from infra_control.models import OperatorAction

CHANGE_FLEET = "change_fleet"


def service_scale(
    *,
    user: AbstractUser,
    gateways: Gateways,
    service_name: str,
    tasks: int,
    is_dry_run: bool = False,
) -> OperatorAction:
    """Set how many tasks a service shall have.

    Raises NotFoundError, InvalidInputError (out of bounds), NotAllowedError, ActionFailedError,
    CloudError (the present state could not be read; nothing was asked).
    """
    permission_check(user, CHANGE_FLEET)
    service, state = service_state(gateways, service_name)
    if problems := bounds_problems(service, desired=tasks, bounds=bounds_of(gateways, service)):
        raise InvalidInputError(" ".join(problems), fields={"tasks": problems})
    cluster = cluster_name(service.cluster)
    return operator_act(
        user=user,
        intent=Intent(
            action="service_scale",
            target=f"{cluster}/{service.name}",
            permission=CHANGE_FLEET,
            asked={"tasks": tasks},
            before={"tasks": state.desired_count},
        ),
        do=lambda: {
            "tasks": gateways.ecs.set_desired_count(cluster, service.name, tasks).desired_count
        },
        is_dry_run=is_dry_run,
    )


def service_bounds_set(
    *,
    user: AbstractUser,
    gateways: Gateways,
    service_name: str,
    bounds: Bounds,
    is_dry_run: bool = False,
) -> OperatorAction:
    """Set between which numbers of tasks auto scaling chooses. Raises as service_scale does."""
    permission_check(user, CHANGE_FLEET)
    service, _ = service_state(gateways, service_name)
    if not 0 <= bounds.min_tasks <= bounds.max_tasks <= service.max_tasks:
        problem = (
            f"The bounds of {service.name} must be 0 ≤ least ≤ most ≤ {service.max_tasks} "
            "(the blueprint's)."
        )
        raise InvalidInputError(problem, fields={"min_tasks": [problem]})
    cluster, before = cluster_name(service.cluster), bounds_of(gateways, service)

    def do() -> dict[str, int]:
        gateways.task_scaling.set_bounds(
            cluster, service.name, min_tasks=bounds.min_tasks, max_tasks=bounds.max_tasks
        )
        return {"min_tasks": bounds.min_tasks, "max_tasks": bounds.max_tasks}

    return operator_act(
        user=user,
        intent=Intent(
            action="service_bounds_set",
            target=f"{cluster}/{service.name}",
            permission=CHANGE_FLEET,
            asked={"min_tasks": bounds.min_tasks, "max_tasks": bounds.max_tasks},
            before={"min_tasks": before.min_tasks, "max_tasks": before.max_tasks} if before else {},
        ),
        do=do,
        is_dry_run=is_dry_run,
    )


def service_deploy(
    *,
    user: AbstractUser,
    gateways: Gateways,
    service_name: str,
    version: str | None = None,
    is_dry_run: bool = False,
) -> OperatorAction:
    """Start a service's tasks anew: of the present version, or of a former one (roll back).

    Raises as service_scale does; InvalidInputError: no such version.
    """
    permission_check(user, CHANGE_FLEET)
    service, state = service_state(gateways, service_name)
    family = state.task_definition.partition(":")[0]
    if version is not None and version not in gateways.ecs.task_definitions(family):
        problem = f"{version} is no version of {family}: choose one of the list."
        raise InvalidInputError(problem, fields={"version": [problem]})
    cluster = cluster_name(service.cluster)
    return operator_act(
        user=user,
        intent=Intent(
            action="service_roll_back" if version else "service_deploy",
            target=f"{cluster}/{service.name}",
            permission=CHANGE_FLEET,
            asked={"version": version} if version else {},
            before={"version": state.task_definition},
        ),
        do=lambda: {
            "version": gateways.ecs.deploy(
                cluster, service.name, task_definition=version
            ).task_definition
        },
        is_dry_run=is_dry_run,
    )


def task_stop(
    *,
    user: AbstractUser,
    gateways: Gateways,
    service_name: str,
    task_id: str,
    is_dry_run: bool = False,
) -> OperatorAction:
    """Stop one task; it finishes or hands back its job, and another takes its place.

    Raises as service_scale does; NotFoundError: the service has no such task.
    """
    permission_check(user, CHANGE_FLEET)
    service, _ = service_state(gateways, service_name)
    cluster = cluster_name(service.cluster)
    if task_id not in {
        task.task_id for task in gateways.ecs.tasks(cluster) if task.service == service.name
    }:
        raise NotFoundError(f"{service.name} has no task {task_id}: it may have ended meanwhile.")

    def do() -> dict[str, str]:
        reason = f"Stopped by {user.get_username()}"
        gateways.ecs.stop_task(cluster, task_id, reason=reason)
        return {"wanted": "STOPPED"}

    return operator_act(
        user=user,
        intent=Intent(
            action="task_stop",
            target=f"{cluster}/{service.name}/{task_id}",
            permission=CHANGE_FLEET,
            asked={"task": task_id},
            before={"wanted": "RUNNING"},
        ),
        do=do,
        is_dry_run=is_dry_run,
    )


def machine_drain(
    *,
    user: AbstractUser,
    gateways: Gateways,
    machine_id: str,
    is_draining: bool,
    is_dry_run: bool = False,
) -> OperatorAction:
    """Move a machine's tasks elsewhere and give it no more, or take it back.

    Raises as service_scale does; NotFoundError: no cluster has such a machine.
    """
    permission_check(user, CHANGE_FLEET)
    for machines in PRODUCTION.machines:
        cluster = cluster_name(machines.cluster)
        for machine in gateways.ecs.machines(cluster):
            if machine.machine_id != machine_id:
                continue
            wanted = "DRAINING" if is_draining else "ACTIVE"

            def do(cluster: str = cluster, wanted: str = wanted) -> dict[str, str]:
                gateways.ecs.drain_machine(cluster, machine_id, is_draining=is_draining)
                return {"status": wanted}

            return operator_act(
                user=user,
                intent=Intent(
                    action="machine_drain" if is_draining else "machine_take_back",
                    target=f"{cluster}/{machine_id}",
                    permission=CHANGE_FLEET,
                    asked={"status": wanted},
                    before={"status": machine.status},
                ),
                do=do,
                is_dry_run=is_dry_run,
            )
    raise _no_machine(machine_id)


def machine_stop(
    *, user: AbstractUser, gateways: Gateways, machine_id: str, is_dry_run: bool = False
) -> OperatorAction:
    """End an empty machine for good; its group puts another in its place where it needs one.

    Raises as machine_drain does; ConflictError: it is not drained, or has tasks yet.
    """
    permission_check(user, CHANGE_FLEET)
    for machines in PRODUCTION.machines:
        cluster = cluster_name(machines.cluster)
        for machine in gateways.ecs.machines(cluster):
            if machine.machine_id != machine_id:
                continue
            left = machine.running_count + machine.pending_count
            if machine.status != "DRAINING" or left:
                raise ConflictError(
                    f"Drain {machine_id[:12]} first, and wait until it is empty: {left} of its "
                    "tasks would lose what they have in work."
                )
            instance_id = machine.instance_id

            def do(instance_id: str = instance_id) -> dict[str, str]:
                gateways.machine_scaling.terminate(instance_id, shrink=False)
                return {"instance": instance_id}

            return operator_act(
                user=user,
                intent=Intent(
                    action="machine_stop",
                    target=f"{cluster}/{machine_id}",
                    permission=CHANGE_FLEET,
                    asked={"instance": instance_id},
                    before={"status": machine.status},
                ),
                do=do,
                is_dry_run=is_dry_run,
            )
    raise _no_machine(machine_id)


def _no_machine(machine_id: str) -> NotFoundError:
    return NotFoundError(f"No cluster has a machine {machine_id}: it may have ended meanwhile.")


def service_state(gateways: Gateways, name: str) -> tuple[Service, ServiceState]:
    """A service as the blueprint knows it, and as it is. Raises NotFoundError, CloudError."""
    service = PRODUCTION.service_by_name.get(name)
    if service is not None:
        for state in gateways.ecs.services(cluster_name(service.cluster)):
            if state.name == name:
                return service, state
    raise NotFoundError(f"There is no service {name}.")


def bounds_of(gateways: Gateways, service: Service) -> Bounds | None:
    """Between which auto scaling keeps a service; None: it leaves it alone. Raises CloudError."""
    for one in gateways.task_scaling.targets():
        if one.service == service.name:
            return Bounds(min_tasks=one.min_tasks, max_tasks=one.max_tasks)
    return None
