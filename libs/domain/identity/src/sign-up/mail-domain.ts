import { blacklist } from 'mailchecker';
import { getDomain } from 'tldts';

/**
 * Where everybody gets an address, so that one domain is many people. The great ones only, put together by hand
 * (Google, Microsoft, Yahoo, Apple, Proton, Tuta, Fastmail, Zoho, GMX and WEB.DE, Telekom, Orange,
 * La Poste, Free, Libero, Mail.ru, Yandex, Tencent, NetEase, Naver, Daum, Seznam, WP, Onet, Interia, UOL, Terra, Rediff,
 * Comcast, AT&T, Verizon, BT, Telstra), 2026-11. One that is missing costs its users a shared trial, nothing else.
 */
const everybodys: ReadonlySet<string> = new Set(
  `gmail.com googlemail.com outlook.com outlook.de outlook.fr hotmail.com hotmail.co.uk hotmail.de hotmail.es hotmail.fr hotmail.it
  live.com live.co.uk live.de live.fr live.nl msn.com yahoo.com yahoo.co.uk yahoo.co.in yahoo.co.jp yahoo.com.br yahoo.de yahoo.es
  yahoo.fr yahoo.in yahoo.it ymail.com rocketmail.com aol.com icloud.com me.com mac.com proton.me protonmail.com pm.me tuta.com
  tuta.io tutanota.com tutanota.de fastmail.com fastmail.fm zoho.com zohomail.com zohomail.eu mail.com gmx.com gmx.net gmx.de gmx.at
  gmx.ch web.de t-online.de freenet.de posteo.de posteo.net mailbox.org hey.com orange.fr wanadoo.fr laposte.net free.fr sfr.fr
  libero.it virgilio.it alice.it tiscali.it mail.ru inbox.ru list.ru bk.ru yandex.ru yandex.com ya.ru rambler.ru qq.com foxmail.com
  163.com 126.com yeah.net sina.com sohu.com naver.com daum.net hanmail.net kakao.com seznam.cz email.cz wp.pl o2.pl onet.pl
  interia.pl uol.com.br bol.com.br terra.com.br rediffmail.com comcast.net att.net sbcglobal.net verizon.net cox.net btinternet.com
  sky.com bigpond.com xtra.co.nz shaw.ca rogers.com telenet.be skynet.be ziggo.nl kpnmail.nl bluewin.ch hispeed.ch`.split(/\s+/),
);

export function isPublicMail(domain: string): boolean {
  return everybodys.has(domain);
}

/** Of a service that gives addresses away for minutes, by mailchecker's list, or below one. */
export function isDisposableMail(domain: string): boolean {
  const known = blacklist();
  const labels = domain.split('.');
  return labels.some((_, index) => index < labels.length - 1 && known.has(labels.slice(index).join('.')));
}

/** The part of a domain that somebody registered, by the public suffix list; the domain itself where that knows none. */
export function registrableDomain(domain: string): string {
  return getDomain(domain, { allowPrivateDomains: true }) ?? domain;
}
