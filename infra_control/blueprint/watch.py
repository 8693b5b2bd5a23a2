"""Alarms that mean a person must look, and the month's budget."""

from troposphere import GetAtt, Ref, Template, budgets, cloudwatch, sns

from infra_control.blueprint.balancer import Balancer
from infra_control.blueprint.data import Data
from infra_control.blueprint.parameters import Parameters
from infra_control.blueprint.queues import Queues
from infra_control.blueprint.shape import title_of

MINUTE_S = 60
OLDEST_JOB_S = 120
"""So long may the oldest job wait before somebody must know: scaling takes about a minute."""
DATABASE_FREE_BYTES = 5 * 1024**3


def add_watch(
    template: Template, parameters: Parameters, queues: Queues, balancer: Balancer, data: Data
) -> None:
    topic = template.add_resource(
        sns.Topic(
            "Alarms",
            Subscription=[
                sns.Subscription(Protocol="email", Endpoint=parameters.alarm_email),
            ],
        )
    )

    def alarm(title: str, description: str, *, above: float, **metric: object) -> None:
        template.add_resource(
            cloudwatch.Alarm(
                title,
                AlarmDescription=description,
                ComparisonOperator=metric.pop("compare", "GreaterThanThreshold"),
                Threshold=above,
                Period=MINUTE_S,
                EvaluationPeriods=metric.pop("periods", 3),
                TreatMissingData="notBreaching",
                AlarmActions=[Ref(topic)],
                OKActions=[Ref(topic)],
                **metric,
            )
        )

    for name, queue in queues.names.items():
        title = title_of(name)
        alarm(
            f"{title}Waits",
            f"Messages of {name} wait too long: are there workers?",
            above=OLDEST_JOB_S,
            Namespace="AWS/SQS",
            MetricName="ApproximateAgeOfOldestMessage",
            Statistic="Maximum",
            Dimensions=_dimensions(QueueName=queue),
        )
        alarm(
            f"{title}Died",
            f"A message of {name} lies in its dead letters: look at it and redrive it",
            above=0,
            periods=1,
            Namespace="AWS/SQS",
            MetricName="ApproximateNumberOfMessagesVisible",
            Statistic="Maximum",
            Dimensions=_dimensions(QueueName=GetAtt(f"{title}DeadLetters", "QueueName")),
        )
    alarm(
        "ServerErrors",
        "The site answers with errors",
        above=10,
        Namespace="AWS/ApplicationELB",
        MetricName="HTTPCode_Target_5XX_Count",
        Statistic="Sum",
        Dimensions=_dimensions(LoadBalancer=balancer.full_name),
    )
    for service, group in balancer.target_group_names.items():
        alarm(
            f"{title_of(service)}Unwell",
            f"Tasks of {service} fail their health check",
            above=0,
            Namespace="AWS/ApplicationELB",
            MetricName="UnHealthyHostCount",
            Statistic="Maximum",
            Dimensions=_dimensions(LoadBalancer=balancer.full_name, TargetGroup=group),
        )
    alarm(
        "DatabaseFull",
        "PostgreSQL's disk is nearly full",
        above=DATABASE_FREE_BYTES,
        compare="LessThanThreshold",
        Namespace="AWS/RDS",
        MetricName="FreeStorageSpace",
        Statistic="Minimum",
        Dimensions=_dimensions(DBInstanceIdentifier=data.database),
    )
    _budget(template, parameters)


def _budget(template: Template, parameters: Parameters) -> None:
    template.add_resource(
        budgets.Budget(
            "MonthlyBudget",
            Budget=budgets.BudgetData(
                BudgetType="COST",
                TimeUnit="MONTHLY",
                BudgetLimit=budgets.Spend(Amount=parameters.monthly_budget_usd, Unit="USD"),
            ),
            NotificationsWithSubscribers=[
                budgets.NotificationWithSubscribers(
                    Notification=budgets.Notification(
                        NotificationType=kind,
                        ComparisonOperator="GREATER_THAN",
                        Threshold=percent,
                        ThresholdType="PERCENTAGE",
                    ),
                    Subscribers=[
                        budgets.Subscriber(SubscriptionType="EMAIL", Address=parameters.alarm_email)
                    ],
                )
                for kind, percent in (("ACTUAL", 80), ("FORECASTED", 100))
            ],
        )
    )


def _dimensions(**values: object) -> list[cloudwatch.MetricDimension]:
    return [cloudwatch.MetricDimension(Name=name, Value=value) for name, value in values.items()]
