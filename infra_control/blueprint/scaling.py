"""Service auto scaling: how many tasks each service has.

Judges follow their backlog per task, in which a job in work counts, too; API services the load of
their processors, and in a flood they grow by steps. Scaling in
costs no judgement: a worker that is told to stop finishes its job within the stop timeout, and
one that is killed all the same loses its lease, so that another takes the job.
"""

from troposphere import Join, Ref, Template, cloudwatch
from troposphere import applicationautoscaling as scaling

from infra_control.blueprint.clusters import Clusters
from infra_control.blueprint.queues import Queues
from infra_control.blueprint.shape import PRODUCTION, Service, Shape
from infra_control.scaling.steps import Step, StepPlan, alarm_name, policy_name

CPU_TARGET_PERCENT = 60
FLOOD = StepPlan(
    steps=(Step(from_percent=75, tasks=2), Step(from_percent=90, tasks=4)),
    minutes=1,
    cooldown_s=60,
)
"""Of the API services: what target tracking would do in three minutes, in one."""
OUT_COOLDOWN_S = 30
IN_COOLDOWN_S = 300
"""Students come in waves; a machine is paid for by the hour of use, a wait by all."""


def add_scaling(
    template: Template,
    clusters: Clusters,
    queues: Queues,
    service_names: dict[str, object],
    shape: Shape = PRODUCTION,
) -> None:
    for service in shape.services:
        if service.max_tasks <= service.min_tasks:
            continue
        cluster = clusters.names[service.cluster]
        target = template.add_resource(
            scaling.ScalableTarget(
                f"{service.title}Scaling",
                ServiceNamespace="ecs",
                ScalableDimension="ecs:service:DesiredCount",
                ResourceId=Join("/", ["service", cluster, service_names[service.name]]),
                MinCapacity=service.min_tasks,
                MaxCapacity=service.max_tasks,
            )
        )
        template.add_resource(
            scaling.ScalingPolicy(
                f"{service.title}ScalingPolicy",
                PolicyName=f"{service.name}-follows-its-load",
                PolicyType="TargetTrackingScaling",
                ScalingTargetId=Ref(target),
                TargetTrackingScalingPolicyConfiguration=_tracking(
                    service, queues, cluster, service_names[service.name]
                ),
            )
        )
        if service.backlog_per_task is None:
            _flood(template, shape, service, Ref(target), cluster, service_names[service.name])


def _flood(
    template: Template,
    shape: Shape,
    service: Service,
    target: Ref,
    cluster: object,
    service_name: object,
) -> None:
    """Steps for when its processors are very busy, and the alarm that sets them off."""
    configuration = FLOOD.configuration()
    steps = configuration.pop("StepAdjustments")
    policy = template.add_resource(
        scaling.ScalingPolicy(
            f"{service.title}StepPolicy",
            PolicyName=policy_name(service.name),
            PolicyType="StepScaling",
            ScalingTargetId=target,
            StepScalingPolicyConfiguration=scaling.StepScalingPolicyConfiguration(
                StepAdjustments=[scaling.StepAdjustment(**one) for one in steps], **configuration
            ),
        )
    )
    template.add_resource(
        cloudwatch.Alarm(
            f"{service.title}Flood",
            AlarmName=alarm_name(shape.name, service.name),
            AlarmDescription=f"{service.name} is very busy: its step policy adds tasks",
            Namespace="AWS/ECS",
            MetricName="CPUUtilization",
            Dimensions=[
                cloudwatch.MetricDimension(Name=name, Value=value)
                for name, value in {"ClusterName": cluster, "ServiceName": service_name}.items()
            ],
            Statistic="Average",
            Period=60,
            EvaluationPeriods=FLOOD.minutes,
            Threshold=FLOOD.from_percent,
            ComparisonOperator="GreaterThanOrEqualToThreshold",
            TreatMissingData="notBreaching",
            AlarmActions=[Ref(policy)],
        )
    )


def _tracking(
    service: Service, queues: Queues, cluster: object, service_name: object
) -> scaling.TargetTrackingScalingPolicyConfiguration:
    if service.backlog_per_task is None:
        return scaling.TargetTrackingScalingPolicyConfiguration(
            TargetValue=CPU_TARGET_PERCENT,
            PredefinedMetricSpecification=scaling.PredefinedMetricSpecification(
                PredefinedMetricType="ECSServiceAverageCPUUtilization"
            ),
            ScaleOutCooldown=OUT_COOLDOWN_S,
            ScaleInCooldown=IN_COOLDOWN_S,
        )
    return scaling.TargetTrackingScalingPolicyConfiguration(
        TargetValue=service.backlog_per_task,
        CustomizedMetricSpecification=scaling.CustomizedMetricSpecification(
            Metrics=_backlog_per_task(service, queues, cluster, service_name)
        ),
        ScaleOutCooldown=OUT_COOLDOWN_S,
        ScaleInCooldown=IN_COOLDOWN_S,
    )


def _backlog_per_task(
    service: Service, queues: Queues, cluster: object, service_name: object
) -> list[scaling.TargetTrackingMetricDataQuery]:
    """What each running task has before it: the arithmetic of scaling/tracking.py for CloudWatch.

    An alarm looks at ten metrics at most ("Limits", CloudWatch user guide).
    """
    waiting = [
        _query(
            f"waiting{number}",
            "AWS/SQS",
            "ApproximateNumberOfMessagesVisible",
            {"QueueName": queues.names[name]},
        )
        for number, name in enumerate(service.queues)
    ]
    working = [
        _query(
            f"working{number}",
            "AWS/SQS",
            "ApproximateNumberOfMessagesNotVisible",
            {"QueueName": queues.names[name]},
        )
        for number, name in enumerate(service.busy_queues)
    ]
    running = _query(
        "running",
        "ECS/ContainerInsights",
        "RunningTaskCount",
        {"ClusterName": cluster, "ServiceName": service_name},
    )
    total = " + ".join(f"FILL({query.Id}, 0)" for query in waiting)
    if working:
        in_work = " + ".join(f"FILL({query.Id}, 0)" for query in working)
        total = f"{total} + {service.work_weight} * ({in_work})"
    return [
        *waiting,
        *working,
        running,
        scaling.TargetTrackingMetricDataQuery(
            Id="backlog",
            Expression=f"({total}) / IF(FILL(running, 0) > 0, running, 1)",
            Label="Backlog per task",
            ReturnData=True,
        ),
    ]


def _query(
    query_id: str, namespace: str, metric: str, dimensions: dict[str, object]
) -> scaling.TargetTrackingMetricDataQuery:
    return scaling.TargetTrackingMetricDataQuery(
        Id=query_id,
        ReturnData=False,
        MetricStat=scaling.TargetTrackingMetricStat(
            Stat="Average",
            Metric=scaling.TargetTrackingMetric(
                Namespace=namespace,
                MetricName=metric,
                Dimensions=[
                    scaling.TargetTrackingMetricDimension(Name=name, Value=value)
                    for name, value in dimensions.items()
                ],
            ),
        ),
    )
