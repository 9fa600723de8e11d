import { passkeyName } from './passkey-name';

const chromeOnMac = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';
const safariOnPhone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1';

describe('the name that a passkey is given', () => {
  it('says with which browser and where it was made', () => {
    expect(passkeyName(chromeOnMac, [])).toBe('Chrome on Mac');
    expect(passkeyName(safariOnPhone, [])).toBe('Safari on iPhone');
    expect(passkeyName(chromeOnMac.replace('Safari/537.36', 'Safari/537.36 Edg/142.0.0.0'), [])).toBe('Edge on Mac');
  });

  it('is not one that there is already', () => {
    expect(passkeyName(chromeOnMac, ['Chrome on Mac'])).toBe('Chrome on Mac 2');
    expect(passkeyName(chromeOnMac, ['Chrome on Mac 2', 'Chrome on Mac', 'Old key'])).toBe('Chrome on Mac 3');
  });

  it('is plain where the browser says nothing', () => {
    expect(passkeyName('', [])).toBe('Passkey');
    expect(passkeyName('curl/8', ['Passkey'])).toBe('Passkey 2');
  });
});
