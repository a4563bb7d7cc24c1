import { describe, expect, test } from 'vitest';
import { classifyAutomatic, type OwnIdentity } from '../../../src/parse/classify-automatic.ts';
import { mailOf, plainMail } from './build-mail.ts';

const OWN: OwnIdentity = {
  addresses: ['support@example.net'],
  messageIdDomain: 'triage.example.net',
  listIds: ['support.example.net'],
  contactFormAddresses: ['form@example.net'],
};

async function kindOf(fields: Readonly<Record<string, string>>, body = 'Please refund order QI-1.'): Promise<string | null> {
  return classifyAutomatic(await plainMail(body, fields), OWN)?.kind ?? null;
}

describe('machine mail', () => {
  test.each([
    ['our own address, in another case', { From: 'Support <Support@Example.NET>' }, 'own-message'],
    ['our own Message-ID', { 'Message-ID': '<case-1.2@triage.example.net>' }, 'own-message'],
    ['a mail daemon', { From: 'MAILER-DAEMON@mx.example.org' }, 'bounce'],
    ['a null return path and a report’s subject', { 'Return-Path': '<>', Subject: 'Undelivered Mail' }, 'bounce'],
    ['Exim’s list of failed recipients', { 'X-Failed-Recipients': 'a@example.org' }, 'bounce'],
    ['a vacation by RFC 3834', { 'Auto-Submitted': 'auto-replied (vacation)' }, 'auto-reply'],
    ['an automatic mail by RFC 3834', { 'Auto-Submitted': 'auto-generated; owner-email=x' }, 'auto-reply'],
    ['an old autoresponder', { 'X-Autoreply': 'yes' }, 'auto-reply'],
    ['its Precedence', { Precedence: 'auto_reply' }, 'auto-reply'],
    ['an absence by its subject', { Subject: 'Out of Office AutoReply: Refund Request' }, 'auto-reply'],
    ['an absence with a date', { Subject: 'Out of office until 5 March' }, 'auto-reply'],
    ['German', { Subject: 'Automatische Antwort: Erstattung' }, 'auto-reply'],
    ['French', { Subject: 'Réponse automatique : remboursement' }, 'auto-reply'],
    ['Spanish', { Subject: 'Respuesta automática: reembolso' }, 'auto-reply'],
    ['Polish', { Subject: 'Automatyczna odpowiedź: zwrot' }, 'auto-reply'],
    ['Russian', { Subject: 'Автоответ: возврат' }, 'auto-reply'],
    ['Japanese', { Subject: '自動返信: 返金' }, 'auto-reply'],
    ['Chinese', { Subject: '自动回复：退款' }, 'auto-reply'],
    ['a newsletter', { 'List-Unsubscribe': '<mailto:u@example.org>' }, 'mailing-list'],
    ['another list than ours', { 'List-Id': 'Chat <chat.example.org>' }, 'mailing-list'],
    ['bulk mail', { Precedence: 'bulk' }, 'mailing-list'],
    ['an absence before the old subject, without a colon', { Subject: 'Fuori sede Re: rimborso' }, 'auto-reply'],
    ['an absence from the office, in French', { Subject: 'Absence du bureau : remboursement' }, 'auto-reply'],
    ['a vacation that answers something', { Subject: 'Vacation: refund', 'In-Reply-To': '<a@b.example>' }, 'auto-reply'],
    ['a vacation with the old subject', { Subject: 'Urlaub: AW: Erstattung' }, 'auto-reply'],
    ['a newsletter’s address', { From: 'newsletter@zeitung.example.org' }, 'mailing-list'],
    ['an address that takes no answers', { From: 'no-reply@shop.example.org' }, 'auto-reply'],
  ])('%s', async (_, fields, kind) => {
    expect(await kindOf(fields)).toBe(kind);
  });

  test('another help desk acknowledges our answer', async () => {
    const body = 'Thank you for contacting us. We have received your request and will answer within two days.';
    expect(await kindOf({ From: 'Help <support@desk.example.org>', Subject: 'Re: Your refund [#48213]' }, body)).toBe('auto-reply');
  });

  test.each([
    [
      'Gelesen: Re: Erstattung',
      'Ihre Nachricht\n\n   An: Mira\n   Betreff: Re: Erstattung\n   Gesendet: Donnerstag\n\nwurde am Donnerstag gelesen.',
    ],
    ['Lu : Re: Remboursement', 'Votre message\n\n   À : Mira\n   Objet : Re: Remboursement\n   Envoyé : jeudi\n\na été lu jeudi.'],
    [
      'Not read: Refund Request',
      'Your message\n\n   To: Mira\n   Subject: Refund Request\n   Sent: Thursday\n\nwas deleted without being read.',
    ],
  ])('a receipt that lost its report: %s', async (subject, body) => {
    expect(await kindOf({ Subject: subject }, body)).toBe('auto-reply');
  });

  test.each([
    ['a delivery report (RFC 3464)', 'delivery-status', 'message/delivery-status', 'bounce'],
    ['a feedback report (RFC 5965)', 'feedback-report', 'message/feedback-report', 'bounce'],
    ['a read receipt (RFC 8098)', 'disposition-notification', 'message/disposition-notification', 'auto-reply'],
  ])('%s', async (_, reportType, partType, kind) => {
    const mail = await mailOf(
      `From: a@example.org\nSubject: x\nContent-Type: multipart/report; report-type=${reportType}; boundary=b\n\n--b\n\nhello\n--b\nContent-Type: ${partType}\n\nReporting-UA: x\n--b--\n`,
    );
    expect(classifyAutomatic(mail, OWN)?.kind).toBe(kind);
  });
});

describe('a person’s mail', () => {
  test.each([
    ['a plain request', {}],
    ['Auto-Submitted: no', { 'Auto-Submitted': 'no' }],
    ['an answer to an automatic reply, submitted by hand', { 'Auto-Submitted': 'no', Subject: 'Re: Automatic reply: Refund Request' }],
    [
      'through our group mailbox',
      { 'List-Id': 'Support <support.example.net>', 'List-Unsubscribe': '<mailto:u@example.net>', Precedence: 'list' },
    ],
    ['from our contact form', { From: 'Shop form <form@example.net>', 'Auto-Submitted': 'auto-generated', 'Reply-To': 'mira@example.com' }],
    ['about a vacation', { Subject: 'Vacation package refund' }],
    ['about an automatic reply', { Subject: 'Automatic reply feature broken, refund request' }],
    ['about chairs', { Subject: 'Out of office chairs you sold me' }],
    ['about mail that did not arrive', { Subject: 'Your delivery failed, refund please' }],
    ['Outlook’s wish for no vacations', { 'X-Auto-Response-Suppress': 'DR, OOF, AutoReply' }],
    ['before a vacation', { Subject: 'Vacation: refund' }],
    ['passed on by a mail filter of its own', { 'X-Loop': 'mira@example.org' }],
    ['about something that was read', { Subject: 'Read: your refund policy' }],
    ['a high priority', { Precedence: 'first-class' }],
  ])('%s', async (_, fields) => {
    expect(await kindOf(fields)).toBeNull();
  });

  test('a business customer who confirms that something came', async () => {
    expect(
      await kindOf({ From: 'info@acme.example.org' }, 'We have received your credits, but they do not work. Please refund QI-1.'),
    ).toBeNull();
  });
});
