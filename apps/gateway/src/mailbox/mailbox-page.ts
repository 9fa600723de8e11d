import type { KeptLetter } from '@vedette/mail';

/** Mails are shown as the text they are: nothing in them becomes markup, and no link is made of them. */
export function mailboxPage(letters: readonly KeptLetter[]): string {
  const shown = letters.map(
    ({ to, subject, text, sentAt }) =>
      `<article><h2>${inert(subject)}</h2><p>To ${inert(to)}, <time>${sentAt.toISOString()}</time></p><pre>${inert(text)}</pre></article>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Mailbox</title>
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<style>${mailboxStyle}</style></head>
<body><main><h1>Mailbox</h1><p>What was sent, newest first. Development only: nothing has left this machine.</p>
${shown.length > 0 ? shown.join('\n') : '<p>No mail yet.</p>'}</main></body></html>`;
}

export const mailboxStyle =
  'body{font:16px/1.5 system-ui,sans-serif;margin:0 auto;max-width:44rem;padding:2rem}article{border-top:1px solid;padding:.5rem 0}pre{white-space:pre-wrap;overflow-wrap:anywhere}h2{font-size:1.1rem;margin-bottom:0}';

function inert(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
