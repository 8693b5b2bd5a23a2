"""PostgreSQL and Redis in the private subnets, and the secrets by which the site reaches them."""

from dataclasses import dataclass

from troposphere import GetAtt, Join, Ref, Sub, Template, elasticache, rds, secretsmanager

from infra_control.blueprint.network import Network
from infra_control.blueprint.parameters import Parameters

USER = DATABASE = "codedang"


@dataclass(frozen=True, kw_only=True)
class Data:
    """ARNs of the secrets that hold the site's settings of the same names."""

    database: Ref
    secrets: dict[str, Ref]


def add_data(template: Template, parameters: Parameters, network: Network) -> Data:
    key = _secret(template, "SecretKey", "Signs sessions", length=64)
    password = _secret(template, "DatabasePassword", "Of PostgreSQL", length=40)
    database = _database(template, parameters, network, password)
    token = _secret(template, "CacheToken", "Of Redis", length=40)
    cache = _cache(template, parameters, network, token)
    database_url = template.add_resource(
        secretsmanager.Secret(
            "DatabaseUrl",
            Description="Where the site finds PostgreSQL",
            SecretString=Join(
                "",
                [
                    f"postgresql://{USER}:",
                    _value_of(password),
                    "@",
                    GetAtt(database, "Endpoint.Address"),
                    f":5432/{DATABASE}?sslmode=require",
                ],
            ),
        )
    )
    redis_url = template.add_resource(
        secretsmanager.Secret(
            "RedisUrl",
            Description="Where the site finds Redis",
            SecretString=Join(
                "",
                [
                    "rediss://:",
                    _value_of(token),
                    "@",
                    GetAtt(cache, "PrimaryEndPoint.Address"),
                    ":6379/0",
                ],
            ),
        )
    )
    return Data(
        database=Ref(database),
        secrets={
            "SECRET_KEY": Ref(key),
            "DATABASE_URL": Ref(database_url),
            "REDIS_URL": Ref(redis_url),
            "EMAIL_URL": parameters.email_url_secret_arn,
        },
    )


def _secret(
    template: Template, title: str, description: str, *, length: int
) -> secretsmanager.Secret:
    return template.add_resource(
        secretsmanager.Secret(
            title,
            Description=description,
            GenerateSecretString=secretsmanager.GenerateSecretString(
                PasswordLength=length,
                # It stands in URLs.
                ExcludePunctuation=True,
            ),
        )
    )


def _value_of(secret: secretsmanager.Secret) -> Sub:
    return Sub(f"{{{{resolve:secretsmanager:${{{secret.title}}}}}}}")


def _database(
    template: Template, parameters: Parameters, network: Network, password: secretsmanager.Secret
) -> rds.DBInstance:
    subnets = template.add_resource(
        rds.DBSubnetGroup(
            "DatabaseSubnets",
            DBSubnetGroupDescription="Private subnets",
            SubnetIds=network.private_subnets,
        )
    )
    return template.add_resource(
        rds.DBInstance(
            "Database",
            DeletionPolicy="Snapshot",
            UpdateReplacePolicy="Snapshot",
            DeletionProtection=True,
            Engine="postgres",
            EngineVersion="17.5",
            DBName=DATABASE,
            DBInstanceClass=parameters.database_class,
            AllocatedStorage=parameters.database_gib,
            StorageType="gp3",
            StorageEncrypted=True,
            MultiAZ=True,
            MasterUsername=USER,
            MasterUserPassword=_value_of(password),
            DBSubnetGroupName=Ref(subnets),
            VPCSecurityGroups=[network.groups.database],
            PubliclyAccessible=False,
            BackupRetentionPeriod=14,
            PreferredBackupWindow="18:00-19:00",
            PreferredMaintenanceWindow="sun:19:30-sun:20:30",
            CopyTagsToSnapshot=True,
            AutoMinorVersionUpgrade=True,
        )
    )


def _cache(
    template: Template, parameters: Parameters, network: Network, token: secretsmanager.Secret
) -> elasticache.ReplicationGroup:
    subnets = template.add_resource(
        elasticache.SubnetGroup(
            "CacheSubnets",
            Description="Private subnets",
            SubnetIds=network.private_subnets,
        )
    )
    return template.add_resource(
        elasticache.ReplicationGroup(
            "Cache",
            ReplicationGroupDescription="Cache, rate limits and live push",
            Engine="redis",
            EngineVersion="7.1",
            CacheNodeType=parameters.cache_class,
            NumCacheClusters=2,
            AutomaticFailoverEnabled=True,
            MultiAZEnabled=True,
            TransitEncryptionEnabled=True,
            AtRestEncryptionEnabled=True,
            AuthToken=_value_of(token),
            CacheSubnetGroupName=Ref(subnets),
            SecurityGroupIds=[network.groups.cache],
        )
    )
