"""Buckets: what the site keeps (uploads, test packages), and the built front end."""

from dataclasses import dataclass

from troposphere import GetAtt, Join, Ref, Template, s3

from infra_control.blueprint.parameters import Parameters

PACKAGES_PREFIX = "packages/"
"""Test packages, under their hash: the one part of the site's files that judges may read."""


@dataclass(frozen=True, kw_only=True)
class Storage:
    files: Ref
    files_arn: GetAtt
    frontend: Ref
    frontend_arn: GetAtt
    frontend_domain: GetAtt


def add_storage(template: Template, parameters: Parameters) -> Storage:
    files = template.add_resource(
        s3.Bucket(
            "FilesBucket",
            DeletionPolicy="Retain",
            UpdateReplacePolicy="Retain",
            VersioningConfiguration=s3.VersioningConfiguration(Status="Enabled"),
            # Staff's browsers post uploads straight to it, with forms that the site has signed.
            CorsConfiguration=s3.CorsConfiguration(
                CorsRules=[
                    s3.CorsRules(
                        Id="uploads-from-the-site",
                        AllowedMethods=["POST"],
                        AllowedOrigins=[Join("", ["https://", parameters.domain])],
                        AllowedHeaders=["*"],
                        MaxAge=3600,
                    )
                ]
            ),
            LifecycleConfiguration=s3.LifecycleConfiguration(
                Rules=[
                    s3.LifecycleRule(
                        Id="forget-what-was-overwritten",
                        Status="Enabled",
                        NoncurrentVersionExpiration=s3.NoncurrentVersionExpiration(
                            NoncurrentDays=30
                        ),
                        AbortIncompleteMultipartUpload=s3.AbortIncompleteMultipartUpload(
                            DaysAfterInitiation=2
                        ),
                    )
                ]
            ),
            **_private(),
        )
    )
    frontend = template.add_resource(
        s3.Bucket(
            "FrontendBucket", DeletionPolicy="Delete", UpdateReplacePolicy="Delete", **_private()
        )
    )
    return Storage(
        files=Ref(files),
        files_arn=GetAtt(files, "Arn"),
        frontend=Ref(frontend),
        frontend_arn=GetAtt(frontend, "Arn"),
        frontend_domain=GetAtt(frontend, "RegionalDomainName"),
    )


def _private() -> dict[str, object]:
    return {
        "PublicAccessBlockConfiguration": s3.PublicAccessBlockConfiguration(
            BlockPublicAcls=True,
            BlockPublicPolicy=True,
            IgnorePublicAcls=True,
            RestrictPublicBuckets=True,
        ),
        "BucketEncryption": s3.BucketEncryption(
            ServerSideEncryptionConfiguration=[
                s3.ServerSideEncryptionRule(
                    ServerSideEncryptionByDefault=s3.ServerSideEncryptionByDefault(
                        SSEAlgorithm="AES256"
                    )
                )
            ]
        ),
        "OwnershipControls": s3.OwnershipControls(
            Rules=[s3.OwnershipControlsRule(ObjectOwnership="BucketOwnerEnforced")]
        ),
    }
