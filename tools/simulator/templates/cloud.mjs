/** AWS CloudTrail records. */
const users = ['deploy', 'ops', 'ci', 'reporting'];

const record = (time, pick, eventSource, eventName, more = {}) => {
  const userName = pick(users);
  return {
    eventVersion: '1.08',
    eventSource,
    eventName,
    eventTime: `${time.toISOString().slice(0, 19)}Z`,
    awsRegion: 'eu-central-1',
    sourceIPAddress: `203.0.113.${pick.number(1, 250)}`,
    userAgent: 'aws-cli/2.17',
    recipientAccountId: '111122223333',
    eventType: 'AwsApiCall',
    userIdentity: { type: 'IAMUser', userName, arn: `arn:aws:iam::111122223333:user/${userName}`, accountId: '111122223333' },
    ...more,
  };
};

export const ordinary = [
  (time, pick) => record(time, pick, 'ec2.amazonaws.com', 'DescribeInstances'),
  (time, pick) => record(time, pick, 's3.amazonaws.com', 'ListBuckets'),
  (time, pick) => record(time, pick, 'sts.amazonaws.com', 'GetCallerIdentity'),
];

export const attacks = [
  (time, pick) => record(time, pick, 'cloudtrail.amazonaws.com', 'StopLogging', { requestParameters: { name: 'main' } }),
  (time, pick) => record(time, pick, 'iam.amazonaws.com', 'CreateAccessKey', { requestParameters: { userName: 'admin' } }),
  (time, pick) =>
    record(time, pick, 'iam.amazonaws.com', 'AttachUserPolicy', { requestParameters: { userName: 'deploy', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' } }),
];
