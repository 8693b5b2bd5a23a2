"""The edge: one domain before all origins, with behaviours in their order of precedence.

The first matching pattern wins. What the API marks `public, s-maxage` is the same for everyone
and is kept here; cookies reach the origin and are no part of the key, so nothing else may be.
"""

from dataclasses import dataclass

from troposphere import GetAtt, Join, Ref, Sub, Template, cloudfront, route53, s3, secretsmanager

from infra_control.blueprint.balancer import ORIGIN_HEADER, Balancer
from infra_control.blueprint.parameters import Parameters
from infra_control.blueprint.storage import Storage

CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6"
ALL_VIEWER = "216adef6-5c7f-47e4-b989-5492eafa07d3"
SECURITY_HEADERS = "67f7725c-6f97-4210-82d7-5512b31e9d03"
"""Policies that AWS keeps, by their ids."""

DISTRIBUTIONS_ZONE = "Z2FDTNDATAQYW2"
"""Every distribution's, wherever it stands."""

READING = ["GET", "HEAD", "OPTIONS"]
ALL_METHODS = [*READING, "PUT", "PATCH", "POST", "DELETE"]
API_ORIGIN = "api"
FRONTEND_ORIGIN = "frontend"

_TO_THE_PAGE = """function handler(event) {
  var request = event.request;
  if (!request.uri.split('/').pop().includes('.')) request.uri = '/index.html';
  return request;
}
"""
"""Every address without a file's name is the single-page application's own."""


@dataclass(frozen=True, kw_only=True)
class Behaviour:
    """One row of the distribution's table."""

    path_pattern: str
    is_cached: bool
    reason: str
    origin: str = API_ORIGIN


BEHAVIOURS = (
    Behaviour(path_pattern="/api/*", is_cached=True, reason="The client API"),
    Behaviour(path_pattern="/ws/*", is_cached=False, reason="Live news over a websocket"),
    Behaviour(path_pattern="/ccs/*", is_cached=False, reason="The ICPC tools' API"),
    Behaviour(path_pattern="/graphql", is_cached=False, reason="The admin API"),
    Behaviour(path_pattern="/admin/*", is_cached=False, reason="The operators' pages"),
    Behaviour(
        path_pattern="/static/app/*",
        is_cached=True,
        # There the files of earlier builds stay, which pages that are open go on asking for.
        reason="The front end's files",
        origin=FRONTEND_ORIGIN,
    ),
    Behaviour(path_pattern="/static/*", is_cached=True, reason="Their styles and scripts"),
)


def add_edge(
    template: Template, parameters: Parameters, balancer: Balancer, storage: Storage
) -> cloudfront.Distribution:
    template.add_resource(
        secretsmanager.Secret(
            "OriginSecret",
            Description="By which the load balancer knows our own distribution",
            GenerateSecretString=secretsmanager.GenerateSecretString(
                PasswordLength=40, ExcludePunctuation=True
            ),
        )
    )
    access = template.add_resource(
        cloudfront.OriginAccessControl(
            "FrontendAccess",
            OriginAccessControlConfig=cloudfront.OriginAccessControlConfig(
                Name=Sub("${AWS::StackName}-frontend"),
                OriginAccessControlOriginType="s3",
                SigningBehavior="always",
                SigningProtocol="sigv4",
            ),
        )
    )
    distribution = template.add_resource(
        cloudfront.Distribution(
            "Distribution",
            DistributionConfig=cloudfront.DistributionConfig(
                Enabled=True,
                HttpVersion="http2and3",
                IPV6Enabled=True,
                Aliases=[parameters.domain],
                DefaultRootObject="index.html",
                PriceClass="PriceClass_200",
                ViewerCertificate=cloudfront.ViewerCertificate(
                    AcmCertificateArn=parameters.edge_certificate_arn,
                    SslSupportMethod="sni-only",
                    MinimumProtocolVersion="TLSv1.2_2021",
                ),
                Origins=[
                    _api_origin(parameters, balancer),
                    cloudfront.Origin(
                        Id=FRONTEND_ORIGIN,
                        DomainName=storage.frontend_domain,
                        OriginAccessControlId=GetAtt(access, "Id"),
                        S3OriginConfig=cloudfront.S3OriginConfig(OriginAccessIdentity=""),
                    ),
                ],
                CacheBehaviors=_behaviours(template),
                DefaultCacheBehavior=_default_behaviour(template),
            ),
        )
    )
    _open_frontend(template, storage, distribution)
    template.add_resource(
        cloudfront.MonitoringSubscription(
            "EdgeFigures",
            DistributionId=Ref(distribution),
            # The cache's hit rate is one of the additional metrics (CloudFront developer guide,
            # "View additional CloudFront distribution metrics").
            MonitoringSubscription=cloudfront.MonitoringSubscriptionProperty(
                RealtimeMetricsSubscriptionConfig=cloudfront.RealtimeMetricsSubscriptionConfig(
                    RealtimeMetricsSubscriptionStatus="Enabled"
                )
            ),
        )
    )
    for kind in ("A", "AAAA"):
        template.add_resource(
            route53.RecordSetType(
                f"Domain{kind}Record",
                HostedZoneId=parameters.hosted_zone_id,
                Name=parameters.domain,
                Type=kind,
                AliasTarget=route53.AliasTarget(
                    HostedZoneId=DISTRIBUTIONS_ZONE, DNSName=GetAtt(distribution, "DomainName")
                ),
            )
        )
    template.add_resource(
        route53.RecordSetType(
            "BalancerRecord",
            HostedZoneId=parameters.hosted_zone_id,
            Name=parameters.balancer_domain,
            Type="A",
            AliasTarget=route53.AliasTarget(
                HostedZoneId=GetAtt("Balancer", "CanonicalHostedZoneID"),
                DNSName=GetAtt("Balancer", "DNSName"),
            ),
        )
    )
    return distribution


def _api_origin(parameters: Parameters, balancer: Balancer) -> cloudfront.Origin:
    return cloudfront.Origin(
        Id=API_ORIGIN,
        DomainName=parameters.balancer_domain,
        CustomOriginConfig=cloudfront.CustomOriginConfig(
            OriginProtocolPolicy="https-only",
            HTTPSPort=443,
            OriginSSLProtocols=["TLSv1.2"],
            OriginReadTimeout=60,
            OriginKeepaliveTimeout=60,
        ),
        OriginCustomHeaders=[
            cloudfront.OriginCustomHeader(
                HeaderName=ORIGIN_HEADER, HeaderValue=balancer.origin_secret
            )
        ],
    )


def _behaviours(template: Template) -> list[cloudfront.CacheBehavior]:
    policy = template.add_resource(
        cloudfront.CachePolicy(
            "PublicAnswers",
            CachePolicyConfig=cloudfront.CachePolicyConfig(
                Name=Sub("${AWS::StackName}-public-answers"),
                Comment="As long as the answer's Cache-Control says, by address and query",
                MinTTL=0,
                DefaultTTL=0,
                MaxTTL=3600,
                ParametersInCacheKeyAndForwardedToOrigin=(
                    cloudfront.ParametersInCacheKeyAndForwardedToOrigin(
                        EnableAcceptEncodingBrotli=True,
                        EnableAcceptEncodingGzip=True,
                        CookiesConfig=cloudfront.CacheCookiesConfig(CookieBehavior="none"),
                        HeadersConfig=cloudfront.CacheHeadersConfig(HeaderBehavior="none"),
                        QueryStringsConfig=cloudfront.CacheQueryStringsConfig(
                            QueryStringBehavior="all"
                        ),
                    )
                ),
            ),
        )
    )
    return [_behaviour(one, policy) for one in BEHAVIOURS]


def _behaviour(one: Behaviour, policy: cloudfront.CachePolicy) -> cloudfront.CacheBehavior:
    common = {
        "PathPattern": one.path_pattern,
        "TargetOriginId": one.origin,
        "ViewerProtocolPolicy": "redirect-to-https",
        "CachedMethods": ["GET", "HEAD"],
        "Compress": True,
    }
    if one.origin == FRONTEND_ORIGIN:
        # A bucket takes neither cookies nor the visitor's Host header.
        return cloudfront.CacheBehavior(
            **common,
            AllowedMethods=READING,
            CachePolicyId=CACHING_OPTIMIZED,
            ResponseHeadersPolicyId=SECURITY_HEADERS,
        )
    return cloudfront.CacheBehavior(
        **common,
        AllowedMethods=ALL_METHODS,
        CachePolicyId=Ref(policy) if one.is_cached else CACHING_DISABLED,
        OriginRequestPolicyId=ALL_VIEWER,
    )


def _default_behaviour(template: Template) -> cloudfront.DefaultCacheBehavior:
    function = template.add_resource(
        cloudfront.Function(
            "ToThePage",
            Name=Sub("${AWS::StackName}-to-the-page"),
            AutoPublish=True,
            FunctionCode=_TO_THE_PAGE,
            FunctionConfig=cloudfront.FunctionConfig(
                Comment="Addresses of the application get its page", Runtime="cloudfront-js-2.0"
            ),
        )
    )
    return cloudfront.DefaultCacheBehavior(
        TargetOriginId=FRONTEND_ORIGIN,
        ViewerProtocolPolicy="redirect-to-https",
        AllowedMethods=READING,
        CachedMethods=["GET", "HEAD"],
        Compress=True,
        CachePolicyId=CACHING_OPTIMIZED,
        ResponseHeadersPolicyId=SECURITY_HEADERS,
        FunctionAssociations=[
            cloudfront.FunctionAssociation(
                EventType="viewer-request", FunctionARN=GetAtt(function, "FunctionARN")
            )
        ],
    )


def _open_frontend(
    template: Template, storage: Storage, distribution: cloudfront.Distribution
) -> None:
    """Let this distribution read the front end's bucket, and nobody else."""
    template.add_resource(
        s3.BucketPolicy(
            "FrontendBucketPolicy",
            Bucket=storage.frontend,
            PolicyDocument={
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "cloudfront.amazonaws.com"},
                        "Action": "s3:GetObject",
                        "Resource": Join("", [storage.frontend_arn, "/*"]),
                        "Condition": {
                            "StringEquals": {
                                "AWS:SourceArn": Sub(
                                    "arn:${AWS::Partition}:cloudfront::${AWS::AccountId}"
                                    f":distribution/${{{distribution.title}}}"
                                )
                            }
                        },
                    }
                ],
            },
        )
    )
