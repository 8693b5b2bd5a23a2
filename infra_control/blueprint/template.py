"""The whole template."""

from troposphere import GetAtt, Output, Ref, Template

from infra_control.blueprint.balancer import add_balancer
from infra_control.blueprint.clusters import add_clusters
from infra_control.blueprint.data import add_data
from infra_control.blueprint.edge import add_edge
from infra_control.blueprint.network import add_network
from infra_control.blueprint.parameters import add_parameters
from infra_control.blueprint.queues import add_queues
from infra_control.blueprint.roles import add_roles
from infra_control.blueprint.scaling import add_scaling
from infra_control.blueprint.services import Parts, add_services
from infra_control.blueprint.shape import PRODUCTION, Shape
from infra_control.blueprint.storage import add_storage
from infra_control.blueprint.watch import add_watch


def build_template(shape: Shape = PRODUCTION) -> Template:
    """The deployment as one CloudFormation template. Asks nobody anything."""
    template = Template(Description="Codedang: the online judge")
    parameters = add_parameters(template)
    network = add_network(template, parameters, shape)
    queues = add_queues(template)
    storage = add_storage(template, parameters)
    data = add_data(template, parameters, network)
    balancer = add_balancer(template, parameters, network, shape)
    roles = add_roles(template, queues, storage, data, shape)
    clusters = add_clusters(template, parameters, network, roles, shape)
    parts = Parts(
        parameters=parameters,
        clusters=clusters,
        roles=roles,
        storage=storage,
        data=data,
        balancer=balancer,
    )
    names = add_services(template, parts, shape)
    add_scaling(template, clusters, queues, names, shape)
    distribution = add_edge(template, parameters, balancer, storage)
    add_watch(template, parameters, queues, balancer, data)
    outputs = {
        "NatAddress": Ref("NatAddress"),
        "DistributionId": Ref(distribution),
        "DistributionDomain": GetAtt(distribution, "DomainName"),
        "FilesBucketName": storage.files,
        "FrontendBucketName": storage.frontend,
    }
    for name, value in outputs.items():
        template.add_output(Output(f"{name}Output", Value=value))
    return template
