export { openMail } from './mail';
export type { Mail, MailOptions } from './mail';
export { Mailbox } from './mailbox';
export type { KeptLetter, Letter } from './mailbox';
