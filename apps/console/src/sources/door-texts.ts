export const doors = [
  ['http', 'HTTP'],
  ['splunk', 'Splunk HEC'],
  ['elastic', 'Elasticsearch'],
  ['otlp', 'OpenTelemetry'],
  ['syslog', 'Syslog'],
  ['file', 'File'],
] as const;
export type Door = (typeof doors)[number][0];

export function readDoor(text: string | null): Door | null {
  return doors.find(([door]) => door === text)?.[0] ?? null;
}

/** In place of a key: one that is written into a page is one that is copied about. */
const KEY = '<your key>';
const NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;
export const PLAIN_NAME = 'web-1';

/** What is typed becomes part of a shell's text, so only what the gateway takes as a name goes into it. */
export function isSourceName(text: string): boolean {
  return NAME.test(text);
}

export interface DoorText {
  readonly title: string;
  readonly text: string;
  readonly note: string;
}

interface Place {
  readonly protocol: string;
  readonly hostname: string;
  readonly port: string;
}

/** What to paste where, for this installation. @param place the page's own `location` */
export function doorText(door: Door, { protocol, hostname, port }: Place, source: string): DoorText {
  const name = isSourceName(source) ? source : PLAIN_NAME;
  const origin = `${protocol}//${hostname}${port === '' ? '' : `:${port}`}`;
  // Beats take port 9200 where none is given.
  const whole = `${protocol}//${hostname}:${port || (protocol === 'https:' ? '443' : '80')}`;
  const host = hostname.replace(/^\[|\]$/g, '');
  const texts: Readonly<Record<Door, DoorText>> = {
    http: {
      title: 'In a shell',
      text: [`curl -sS ${origin}/v1/events \\`, `  -H "Authorization: Bearer ${KEY}" \\`, `  -H 'Content-Type: application/x-ndjson' \\`, `  -H 'Vedette-Source: ${name}' \\`, `  --data-binary @events.ndjson`].join('\n'),
      note: 'One JSON object a line. At most 10 MB and 10,000 events in one body.',
    },
    splunk: {
      title: 'OpenTelemetry Collector of Splunk, config.yaml',
      text: ['exporters:', '  splunk_hec:', `    endpoint: ${origin}/services/collector`, `    token: "${KEY}"`, `    source: ${name}`, '    max_content_length_logs: 1048576'].join('\n'),
      note: 'Every other sender of HEC events takes the same address and the key as its token.',
    },
    elastic: {
      title: 'filebeat.yml',
      text: ['output.elasticsearch:', `  hosts: ["${whole}"]`, '  path: /elastic', `  api_key: "filebeat:${KEY}"`, `  index: "${name}"`, 'setup.template.enabled: false', 'setup.ilm.enabled: false'].join('\n'),
      note: 'Winlogbeat, Auditbeat, Packetbeat, Logstash and Fluent Bit are set up alike. The index names the source.',
    },
    otlp: {
      title: 'OpenTelemetry Collector, config.yaml',
      text: ['exporters:', '  otlphttp:', `    endpoint: ${origin}`, `    headers: { authorization: "Bearer ${KEY}" }`, 'processors:', '  resource:', `    attributes: [{ key: service.name, value: ${name}, action: upsert }]`, '  batch: { send_batch_size: 4000, send_batch_max_size: 8000 }', 'service:', '  pipelines:', '    logs: { receivers: [filelog], processors: [resource, batch], exporters: [otlphttp] }'].join('\n'),
      note: 'Logs over HTTP, as protobuf or JSON. service.name names the source.',
    },
    syslog: {
      title: '/etc/rsyslog.d/vedette.conf',
      text: [
        'global(DefaultNetstreamDriverCAFile="/etc/ssl/certs/ca-certificates.crt")',
        'template(name="vedette" type="string"',
        `  string="<%PRI%>1 %TIMESTAMP:::date-rfc3339% %HOSTNAME% %APP-NAME% %PROCID% %MSGID% [vedette@32473 key=\\"${KEY}\\" source=\\"${name}\\"] %msg%")`,
        `action(type="omfwd" target="${host}" port="6514" protocol="tcp" TCP_Framing="octet-counted" template="vedette"`,
        `  StreamDriver="ossl" StreamDriverMode="1" StreamDriverAuthMode="x509/name" StreamDriverPermittedPeers="${host}"`,
        '  action.resumeRetryCount="-1" queue.type="LinkedList" queue.filename="vedette" queue.maxDiskSpace="1g" queue.saveOnShutdown="on")',
      ].join('\n'),
      note: 'Needs the package rsyslog-openssl. The gateway listens where its operator has set SYSLOG_TLS_PORT: 6514 is the usual one, ask for yours.',
    },
    file: {
      title: 'In a shell, for files too large for a browser',
      text: [`curl -T auth.log.gz -X POST "${origin}/v1/uploads?source=${name}" \\`, `  -H "Authorization: Bearer ${KEY}"`].join('\n'),
      note: 'Plain or gzip, at most 2 GB as sent and 20 GB unpacked.',
    },
  };
  return texts[door];
}
