"""Makes what the contract needs besides tables: a bucket, and a pool with the demo accounts. Prints the pool's id.

Usage: accounts.py ENDPOINT.
"""

import sys

import boto3


def client(service):
    return boto3.client(
        service,
        endpoint_url=sys.argv[1],
        region_name="eu-west-2",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


client("s3").create_bucket(
    Bucket="feeds", CreateBucketConfiguration={"LocationConstraint": "eu-west-2"}
)
cognito = client("cognito-idp")
pool = cognito.create_user_pool(PoolName="staff")["UserPool"]["Id"]
for name, groups in [
    ("coordinator", ["coordinator", "employer-hub"]),
    ("police-coordinator", ["coordinator", "employer-police"]),
    ("police", ["police"]),
]:
    cognito.admin_create_user(UserPoolId=pool, Username=name)
    for group in groups:
        try:
            cognito.create_group(UserPoolId=pool, GroupName=group)
        except cognito.exceptions.GroupExistsException:
            pass
        cognito.admin_add_user_to_group(UserPoolId=pool, Username=name, GroupName=group)
print(pool)
