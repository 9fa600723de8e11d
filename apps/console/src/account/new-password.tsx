import { PasswordInput } from '@mantine/core';
import { PasswordMeter } from './password-meter';
import { passwordStrength } from './password-strength';
import { showCharacters } from './show-characters';

interface NewPasswordProps {
  readonly label: string;
  readonly password: string;
  readonly change: (password: string) => void;
  /** Of the gateway, or because it was tried too early. */
  readonly error: string | undefined;
}

/** A password that is chosen, with what can be said of it while it is typed. */
export function NewPassword({ label, password, change, error }: NewPasswordProps) {
  return (
    <>
      <PasswordInput
        label={label}
        required
        withAsterisk={false}
        autoComplete="new-password"
        aria-describedby="password-strength"
        visibilityToggleButtonProps={showCharacters}
        value={password}
        onChange={({ currentTarget }) => change(currentTarget.value)}
        error={error}
      />
      <PasswordMeter id="password-strength" password={password} />
    </>
  );
}

/** What a form says before it bothers the gateway. */
export function tooWeak(password: string): string | undefined {
  return passwordStrength(password).level < 2 ? 'Choose a longer password, without repetition.' : undefined;
}
