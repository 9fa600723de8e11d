import { checkNewPassword } from './password-policy';

const owner = { email: 'ada@acme.example', organisation: 'Acme Observatory' };
const codeOf = (password: string) =>
  checkNewPassword(password, owner).then(
    () => 'accepted',
    (error: { code: string }) => error.code,
  );

describe('a new password', () => {
  it.each([
    'velvet anchor drifts at noon',
    'Zwölf Boxkämpfer jagen Viktor',
    'k9#Vq2!mXw7$Lp4&',
    '馬が走る青い空の下で静かに歌う朝',
    'rusty-kettle-orbit-17',
  ])('may be %s', async (password) => {
    expect(await codeOf(password)).toBe('accepted');
  });

  it('has at least fifteen characters, counted after normalisation', async () => {
    expect(await codeOf('fourteen chars')).toBe('password.too_short');
    expect(await codeOf('e\u0301'.repeat(14))).toBe('password.too_short');
    expect(await codeOf('🦀🐙🦑🐡🐠🐟🐬🐳🐋🦈🐊🐅🐆🦓')).toBe('password.too_short');
  });

  it('has at most 1024 bytes', async () => {
    const long = Array.from({ length: 400 }, (_, index) => String.fromCodePoint(0x4e00 + ((index * 7919) % 5000))).join('');
    expect(await codeOf(long)).toBe('password.too_long');
    expect(await codeOf(long.slice(0, 300))).toBe('accepted');
  });

  it.each(['aaaaaaaaaaaaaaaaaaaa', 'abcabcabcabcabcabc', 'k9#Vq2!mk9#Vq2!m', 'abababababababab1', 'aaaaabbbbbcccccddddd'])(
    'does not repeat itself as %s does',
    async (password) => {
      expect(await codeOf(password)).toBe('password.pattern');
    },
  );

  it.each(['abcdefghijklmnop', '1234567890123456', '0987654321fedcba', 'qwertyuiopasdfghjkl', '1qaz2wsx3edc4rfv', '1-2-3-4-5-6-7-8-9-0', 'Qwertyuiop123456!'])(
    'does not follow a row of keys as %s does',
    async (password) => {
      expect(await codeOf(password)).toBe('password.pattern');
    },
  );

  it.each(['my ACME observatory!', 'x7 ada@acme.example 9q', 'the acme secret garden', 'we love v-e-d-e-t-t-e lots'])(
    'does not contain address, organisation or product as %s does',
    async (password) => {
      expect(await codeOf(password)).toBe('password.personal');
    },
  );

  it.each([
    'correct horse battery staple',
    'CorrectHorseBatteryStaple1',
    'passwordwelcome2024',
    'P@ssw0rdAdm1n2023!',
    'iloveyoubabygirl99',
    'letmeinletmein123',
    'MayTheForceBeWithYou',
    'summer2024winter2025',
    'superman_batman_1987',
  ])('is not one that breaches have made known: %s', async (password) => {
    expect(await codeOf(password)).toBe('password.breached');
  });

  it('is asked of the full list where there is one', async () => {
    const everything = { has: (password: string) => Promise.resolve(password === 'velvet anchor drifts at noon') };
    await expect(checkNewPassword('velvet anchor drifts at noon', owner, everything)).rejects.toMatchObject({
      code: 'password.breached',
    });
    await expect(checkNewPassword('velvet anchor drifts at dusk', owner, everything)).resolves.toBeUndefined();
  });
});
