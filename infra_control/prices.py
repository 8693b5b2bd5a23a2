"""What the deployment's parts cost: list prices without discounts, for estimates on screens.

On-demand prices of ap-northeast-2 (Seoul) for Linux: "Amazon EC2 On-Demand Pricing", "Amazon VPC
pricing" (NAT gateways), "Elastic Load Balancing pricing". They change, and a bill has taxes,
traffic and storage besides: the budget's alarm looks at the bill itself. Whoever looks them up
again changes the date below, which the screens show.
"""

from datetime import date

from infra_control.blueprint.shape import PRODUCTION, Cluster

AS_OF = date(2025, 5, 30)
"""When they were last compared with others' bills and tables of that region."""

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
