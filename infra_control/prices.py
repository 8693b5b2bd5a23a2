"""What the deployment's parts cost: list prices without discounts, for estimates on screens.

On-demand prices of ap-northeast-2 as published by AWS for Linux; they change, and a bill has taxes,
traffic and storage besides. The budget's alarm looks at the bill itself.
"""

from infra_control.blueprint.shape import PRODUCTION, Cluster

USD_PER_HOUR = {
    "t3.medium": 0.052,
    "c6i.xlarge": 0.192,
}


def machine_usd_per_hour(cluster: Cluster) -> float:
    return USD_PER_HOUR[PRODUCTION.machines_of(cluster).instance_type]
