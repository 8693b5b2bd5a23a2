"""What the deployment's parts cost: list prices without discounts, for estimates on screens.

On-demand prices of ap-northeast-2 as published by AWS for Linux; they change, and a bill has taxes,
traffic and storage besides. The budget's alarm looks at the bill itself.
"""

from infra_control.blueprint.shape import PRODUCTION, Cluster

USD_PER_HOUR = {
    "t3.medium": 0.052,
    "c6i.xlarge": 0.192,
}


FIXED_USD_PER_HOUR = {"NAT gateway": 0.059, "load balancer": 0.0225}
"""Of each there is one, whatever the load; what passes through it is paid besides."""


def fixed_usd_per_hour() -> float:
    return sum(FIXED_USD_PER_HOUR.values())


def machine_usd_per_hour(cluster: Cluster) -> float:
    return USD_PER_HOUR[PRODUCTION.machines_of(cluster).instance_type]
