import { ActionIcon, Button, Checkbox, createTheme, Menu, Modal, NativeSelect, PasswordInput, TextInput } from '@mantine/core';

/** Colours, type and sizes stand in tokens.css; here is only how the kit's parts behave. */
export const theme = createTheme({
  primaryColor: 'teal',
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // Locking the scroll would write a <style> into the page, which its policy forbids.
    Modal: Modal.extend({
      defaultProps: {
        lockScroll: false,
        centered: true,
        transitionProps: { duration: 120 },
        // The kit's <header> would be heard as a second banner of the page.
        attributes: { header: { role: 'presentation' } },
      },
    }),
    // 24 px: the smallest target that everybody hits (WCAG 2.5.8).
    Checkbox: Checkbox.extend({ defaultProps: { size: 'md' } }),
    Button: Button.extend({ defaultProps: { size: 'sm' } }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray', size: 32 } }),
    TextInput: TextInput.extend({ defaultProps: { size: 'sm' } }),
    PasswordInput: PasswordInput.extend({ defaultProps: { size: 'sm' } }),
    NativeSelect: NativeSelect.extend({ defaultProps: { size: 'sm' } }),
    Menu: Menu.extend({ defaultProps: { shadow: 'md', position: 'bottom-end', withinPortal: false, withInitialFocusPlaceholder: false, transitionProps: { duration: 100 } } }),
  },
});
