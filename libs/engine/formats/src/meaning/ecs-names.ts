/** How a value has to look for the type ECS gives the field: an address, a whole number, a text, or a list of texts. */
export type EcsShape = 'ip' | 'long' | 'text' | 'texts';

/** `[ECS name, shape, names of the log in order of preference]`. */
export type EcsName = readonly [string, EcsShape, ...string[]];

const process: readonly EcsName[] = [
  ['process.executable', 'text', 'Image', 'SourceImage', 'NewProcessName', 'ProcessName', 'exe'],
  ['process.command_line', 'text', 'CommandLine', 'proctitle', 'PROCTITLE', 'COMMAND'],
  ['process.working_directory', 'text', 'CurrentDirectory', 'cwd', 'PWD'],
  ['process.entity_id', 'text', 'ProcessGuid', 'SourceProcessGUID', 'SourceProcessGuid'],
  ['process.parent.executable', 'text', 'ParentImage', 'ParentProcessName'],
  ['process.parent.command_line', 'text', 'ParentCommandLine'],
  ['process.parent.pid', 'long', 'ParentProcessId', 'ppid'],
  ['process.parent.entity_id', 'text', 'ParentProcessGuid'],
];

const windows: readonly EcsName[] = [
  ['host.name', 'text', 'Computer'], ['event.code', 'text', 'EventID'], ['event.provider', 'text', 'Provider_Name'], ['event.sequence', 'long', 'EventRecordID'],
  ...process,
  ['dll.path', 'text', 'ImageLoaded'], ['file.path', 'text', 'TargetFilename'], ['registry.path', 'text', 'TargetObject'], ['registry.data.strings', 'texts', 'Details'],
  ['source.ip', 'ip', 'SourceIp', 'IpAddress', 'SourceAddress'], ['source.port', 'long', 'SourcePort', 'IpPort'], ['source.domain', 'text', 'SourceHostname', 'WorkstationName'],
  ['destination.ip', 'ip', 'DestinationIp', 'DestAddress'], ['destination.port', 'long', 'DestinationPort', 'DestPort'], ['destination.domain', 'text', 'DestinationHostname'],
  ['dns.question.name', 'text', 'QueryName'], ['service.name', 'text', 'ServiceName'], ['message', 'text', 'Message'],
];

const syslog: readonly EcsName[] = [
  ['host.name', 'text', 'hostname', 'node'], ['log.syslog.hostname', 'text', 'hostname'], ['log.syslog.appname', 'text', 'program'], ['log.syslog.procid', 'text', 'pid'],
  ['log.syslog.msgid', 'text', 'msgid'], ['log.syslog.priority', 'long', 'priority'], ['log.syslog.facility.name', 'text', 'facility'], ['message', 'text', 'message'],
];

const linux: readonly EcsName[] = [
  ...syslog,
  ['process.name', 'text', 'comm', 'program'], ...process, ['process.pid', 'long', 'pid', 'ProcessId'], ['file.path', 'text', 'TargetFilename', 'name'],
  ['user.name', 'text', 'user', 'acct', 'username', 'User'], ['user.id', 'text', 'uid'], ['user.effective.name', 'text', 'USER'], ['user.effective.id', 'text', 'euid'],
  ['source.ip', 'ip', 'src_ip', 'addr', 'laddr', 'SourceIp'], ['source.port', 'long', 'src_port', 'SourcePort'], ['destination.ip', 'ip', 'DestinationIp'], ['destination.port', 'long', 'DestinationPort'],
  ['event.action', 'text', 'action', 'op'], ['event.code', 'text', 'type', 'EventID'],
];

const web: readonly EcsName[] = [
  ...syslog,
  ['source.ip', 'ip', 'c-ip', 'src_ip'], ['source.address', 'text', 'c-ip', 'src_ip'], ['destination.ip', 'ip', 's-ip', 'dst_ip'], ['destination.port', 'long', 's-port', 'dst_port'],
  ['http.request.method', 'text', 'cs-method'], ['http.response.status_code', 'long', 'sc-status'], ['http.response.body.bytes', 'long', 'sc-bytes'], ['http.request.bytes', 'long', 'cs-bytes'],
  ['http.request.referrer', 'text', 'cs-referer', 'cs-referrer'], ['user_agent.original', 'text', 'cs-user-agent', 'c-useragent'], ['user.name', 'text', 'cs-username'],
  ['url.path', 'text', 'cs-uri-stem', 'c-uri-stem'], ['url.domain', 'text', 'cs-host', 'r-dns'], ['url.extension', 'text', 'c-uri-extension'],
];

const zeek: readonly EcsName[] = [
  ['event.id', 'text', 'uid'], ['source.ip', 'ip', 'id.orig_h', 'src'], ['source.port', 'long', 'id.orig_p'], ['destination.ip', 'ip', 'id.resp_h', 'dst'], ['destination.port', 'long', 'id.resp_p'],
  ['source.bytes', 'long', 'orig_bytes'], ['destination.bytes', 'long', 'resp_bytes'], ['source.packets', 'long', 'orig_pkts'], ['destination.packets', 'long', 'resp_pkts'], ['network.transport', 'text', 'proto'],
  ['network.protocol', 'text', 'service'], ['network.community_id', 'text', 'community_id'], ['dns.question.name', 'text', 'query'], ['dns.question.type', 'text', 'qtype_name'], ['dns.question.class', 'text', 'qclass_name'],
  ['dns.response_code', 'text', 'rcode_name'], ['dns.id', 'text', 'trans_id'], ['http.request.method', 'text', 'method'], ['http.response.status_code', 'long', 'status_code'], ['http.request.referrer', 'text', 'referrer'],
  ['user_agent.original', 'text', 'user_agent'], ['url.original', 'text', 'uri'], ['url.domain', 'text', 'host'], ['user.name', 'text', 'username', 'user'], ['rule.name', 'text', 'note'], ['message', 'text', 'msg'],
];

const flow: readonly EcsName[] = [
  ...syslog,
  ['source.ip', 'ip', 'src_ip', 'src'], ['source.port', 'long', 'src_port', 'spt'], ['destination.ip', 'ip', 'dst_ip', 'dest_ip', 'dst'], ['destination.port', 'long', 'dst_port', 'dest_port', 'dpt'],
  ['network.transport', 'text', 'proto'], ['network.protocol', 'text', 'app_proto', 'app'], ['event.action', 'text', 'action'], ['user.name', 'text', 'username', 'user'], ['event.code', 'text', 'deviceEventClassId'],
  ['observer.vendor', 'text', 'deviceVendor'], ['observer.product', 'text', 'deviceProduct'], ['observer.version', 'text', 'deviceVersion'], ['rule.name', 'text', 'alert.signature', 'name'],
  ['rule.id', 'text', 'alert.signature_id'], ['rule.category', 'text', 'alert.category'], ['dns.question.name', 'text', 'query', 'dns.rrname'], ['dns.question.type', 'text', 'record_type', 'dns.rrtype'],
];

const aws: readonly EcsName[] = [
  ['event.action', 'text', 'eventName'], ['event.provider', 'text', 'eventSource'], ['event.id', 'text', 'eventID'], ['source.ip', 'ip', 'sourceIPAddress'], ['source.address', 'text', 'sourceIPAddress'],
  ['user_agent.original', 'text', 'userAgent'], ['user.name', 'text', 'userIdentity.userName', 'userIdentity.sessionContext.sessionIssuer.userName'], ['user.id', 'text', 'userIdentity.principalId'],
  ['cloud.account.id', 'text', 'recipientAccountId', 'userIdentity.accountId'], ['cloud.region', 'text', 'awsRegion'], ['error.code', 'text', 'errorCode'], ['error.message', 'text', 'errorMessage'],
];

const azure: readonly EcsName[] = [
  ['event.action', 'text', 'operationName.value', 'operationName', 'OperationName'], ['source.ip', 'ip', 'callerIpAddress', 'CallerIPAddress', 'properties.ipAddress', 'IPAddress', 'ipAddress'],
  ['user.name', 'text', 'properties.userPrincipalName', 'userPrincipalName', 'UserPrincipalName', 'caller', 'identity'], ['event.id', 'text', 'correlationId', 'CorrelationId'], ['cloud.region', 'text', 'location'],
];

const gcp: readonly EcsName[] = [
  ['event.action', 'text', 'protoPayload.methodName'], ['event.provider', 'text', 'protoPayload.serviceName'], ['source.ip', 'ip', 'protoPayload.requestMetadata.callerIp'], ['event.id', 'text', 'insertId'],
  ['user.email', 'text', 'protoPayload.authenticationInfo.principalEmail'], ['user_agent.original', 'text', 'protoPayload.requestMetadata.callerSuppliedUserAgent'], ['cloud.project.id', 'text', 'resource.labels.project_id'],
];

const okta: readonly EcsName[] = [
  ['event.action', 'text', 'eventType'], ['event.id', 'text', 'uuid'], ['user.name', 'text', 'actor.alternateId'], ['user.id', 'text', 'actor.id'], ['user.full_name', 'text', 'actor.displayName'],
  ['source.ip', 'ip', 'client.ipAddress'], ['user_agent.original', 'text', 'client.userAgent.rawUserAgent'], ['message', 'text', 'displayMessage'],
];

const github: readonly EcsName[] = [
  ['event.action', 'text', 'action'], ['event.id', 'text', '_document_id'], ['user.name', 'text', 'actor'], ['source.ip', 'ip', 'actor_ip'], ['organization.name', 'text', 'org'], ['user_agent.original', 'text', 'user_agent'],
];

const m365: readonly EcsName[] = [
  ['event.action', 'text', 'Operation'], ['event.id', 'text', 'Id'], ['event.provider', 'text', 'Workload'], ['user.name', 'text', 'UserId'], ['source.ip', 'ip', 'ClientIP', 'ClientIPAddress'], ['organization.id', 'text', 'OrganizationId'],
];

const kubernetes: readonly EcsName[] = [
  ['event.action', 'text', 'verb'], ['event.id', 'text', 'auditID'], ['user.name', 'text', 'user.username'], ['source.ip', 'ip', 'sourceIPs'], ['user_agent.original', 'text', 'userAgent'], ['url.original', 'text', 'requestURI'],
  ['orchestrator.namespace', 'text', 'objectRef.namespace'], ['orchestrator.resource.type', 'text', 'objectRef.resource'], ['orchestrator.resource.name', 'text', 'objectRef.name'],
  ['http.response.status_code', 'long', 'responseStatus.code'],
];

const honeypot: readonly EcsName[] = [
  ['event.action', 'text', 'eventid'], ['source.ip', 'ip', 'src_ip', 'src_host'], ['source.port', 'long', 'src_port'], ['destination.ip', 'ip', 'dst_ip', 'dst_host'], ['destination.port', 'long', 'dst_port'],
  ['user.name', 'text', 'username'], ['process.command_line', 'text', 'input'], ['message', 'text', 'message'], ['observer.name', 'text', 'sensor', 'node_id'],
];

/** By the first part of an event's kind; `flow` serves those it does not name. */
export const ecsNames: Readonly<Record<string, readonly EcsName[]>> = { windows, linux, web, proxy: web, zeek, aws, azure, gcp, okta, github, m365, kubernetes, honeypot, firewall: flow, network: flow, dns: flow, other: flow };

export const cloudProviders: Readonly<Record<string, string>> = { aws: 'aws', azure: 'azure', gcp: 'gcp' };
