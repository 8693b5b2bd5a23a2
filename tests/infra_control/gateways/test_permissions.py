"""What each gateway says that it needs of AWS is what it calls, no more and no less."""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import botocore.session
import pytest
from botocore import xform_name

from infra_control import gateways

ACTION_OF_CALL = {
    # IAM's name for a call, where it isn't the call's own.
    ("sqs", "ChangeMessageVisibilityBatch"): "ChangeMessageVisibility",
    ("s3", "HeadBucket"): "ListBucket",
}
IAM_PREFIXES = {"elbv2": "elasticloadbalancing"}


def adapters() -> Iterator[type]:
    for module in pkgutil.iter_modules(gateways.__path__, f"{gateways.__name__}."):
        loaded = importlib.import_module(module.name)
        for _, found in inspect.getmembers(loaded, inspect.isclass):
            if found.__module__ == module.name and "boto3.client" in inspect.getsource(found):
                yield found


def calls_of(adapter: type) -> set[str]:
    """The IAM actions of all that an adapter's source asks of its client."""
    tree = ast.parse(inspect.getsource(adapter))
    [service] = {
        str(argument.value)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "boto3.client"
        for argument in call.args
        if isinstance(argument, ast.Constant)
    }
    model = botocore.session.get_session().get_service_model(service)
    operation_of = {xform_name(name): name for name in model.operation_names}
    methods = {
        node.func.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and ast.unparse(node.func.value) == "self._client"
    }
    methods |= {
        str(node.args[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "self._client.get_paginator"
        and isinstance(node.args[0], ast.Constant)
    }
    operations = {operation_of[method] for method in methods - {"get_paginator"}}
    prefix = IAM_PREFIXES.get(service, service)
    return {f"{prefix}:{ACTION_OF_CALL.get((service, one), one)}" for one in operations}


@pytest.mark.parametrize("adapter", list(adapters()), ids=lambda adapter: adapter.__name__)
def test_a_gateways_actions_are_those_of_its_calls(adapter: type) -> None:
    assert set(adapter.ACTIONS) == calls_of(adapter)  # type: ignore[attr-defined]  # each adapter has them


def test_every_gateway_is_looked_at() -> None:
    assert {adapter.__name__ for adapter in adapters()} >= {
        "AwsBalancers",
        "AwsDns",
        "AwsEcs",
        "AwsEdge",
        "AwsMachineScaling",
        "AwsMetrics",
        "AwsNetwork",
        "AwsTaskScaling",
        "S3Gateway",
        "SqsGateway",
    }
