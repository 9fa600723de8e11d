import { ActionIcon, useMantineColorScheme } from '@mantine/core';
import type { MantineColorScheme } from '@mantine/core';
import { MoonMark, SunMark, SystemMark } from './marks';

const order: readonly MantineColorScheme[] = ['auto', 'light', 'dark'];
const shown = {
  auto: { name: 'as the system', Mark: SystemMark },
  light: { name: 'light', Mark: SunMark },
  dark: { name: 'dark', Mark: MoonMark },
} as const;

/** One button that walks through system, light and dark, and says where it stands. */
export function ThemeChoice() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const next = order[(order.indexOf(colorScheme) + 1) % order.length] ?? 'auto';
  const { name, Mark } = shown[colorScheme];
  const label = `Theme: ${name}. Change to ${shown[next].name}`;
  return (
    <ActionIcon aria-label={label} title={label} onClick={() => setColorScheme(next)}>
      <Mark />
    </ActionIcon>
  );
}
