import { InputFault } from '../terminal/input-fault';

const CLIENT = 'vedette-cli';
const GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
const MOST_CHARACTERS = 64 * 1024;
const PATIENCE_MS = 20_000;

export interface DeviceStarted {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly page: string;
  readonly pageWithCode: string;
  /** Seconds. */
  readonly expiresIn: number;
  readonly interval: number;
}

export interface DeviceGranted {
  readonly token: string;
  /** Seconds. */
  readonly expiresIn: number;
  readonly scopes: readonly string[];
}

interface Answered {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The installation's OAuth endpoints: RFC 8628 and RFC 7009. */
export class OAuthClient {
  constructor(
    private readonly url: string,
    private readonly signal: AbortSignal,
  ) {}

  /** @throws InputFault */
  async start(): Promise<DeviceStarted> {
    const { status, body } = await this.post('/oauth/device_authorization', {});
    const started = {
      deviceCode: text(body['device_code']),
      userCode: text(body['user_code']),
      page: text(body['verification_uri']),
      pageWithCode: text(body['verification_uri_complete']),
      expiresIn: number(body['expires_in'], 600),
      interval: Math.max(1, number(body['interval'], 5)),
    };
    if (status !== 200 || started.deviceCode === '' || started.userCode === '') throw this.fault(body, 'did not begin a login');
    return started;
  }

  /** @returns the grant, or the error of RFC 8628 section 3.5 that says why there is none; what is late counts as pending. @throws InputFault */
  async poll(deviceCode: string): Promise<DeviceGranted | string> {
    const { status, body } = await this.post('/oauth/token', { grant_type: GRANT, device_code: deviceCode });
    if (status >= 500) return 'authorization_pending';
    if (status !== 200) {
      const error = text(body['error']);
      if (error === '') throw this.fault(body, 'gave an answer that is none');
      return error;
    }
    const token = text(body['access_token']);
    if (token === '') throw this.fault(body, 'granted nothing');
    return { token, expiresIn: number(body['expires_in'], 0), scopes: text(body['scope']).split(' ').filter((scope) => scope !== '') };
  }

  /** The token is none afterwards; it may have been none before. @throws InputFault */
  async revoke(token: string): Promise<void> {
    const { status, body } = await this.post('/oauth/revoke', { token });
    if (status !== 200) throw this.fault(body, 'did not end the login');
  }

  private async post(path: string, fields: Readonly<Record<string, string>>): Promise<Answered> {
    const answer = await fetch(`${this.url}${path}`, {
      method: 'POST',
      // Nobody passes a token on to somewhere else.
      redirect: 'error',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams({ client_id: CLIENT, ...fields }).toString(),
      signal: AbortSignal.any([this.signal, AbortSignal.timeout(PATIENCE_MS)]),
    }).catch((cause: unknown) => {
      if (this.signal.aborted) throw cause;
      throw new InputFault(`${this.url} cannot be reached; check the address and your connection`, { cause });
    });
    const read = (await answer.text()).slice(0, MOST_CHARACTERS);
    return { status: answer.status, body: parsed(read) };
  }

  private fault(body: Readonly<Record<string, unknown>>, what: string): InputFault {
    const said = text(body['error_description']);
    return new InputFault(`${this.url} ${what}${said === '' ? '; is it an installation of Vedette?' : `: ${said.slice(0, 300)}`}`);
  }
}

function parsed(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function number(value: unknown, unlessGiven: number): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : unlessGiven;
}
