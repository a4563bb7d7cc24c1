import { describe, expect, test } from 'vitest';
import { htmlMail, plainMail, textOf } from './build-mail.ts';

describe('the line above a quotation, in every language', () => {
  test.each([
    ['en, Gmail', 'On Mon, Mar 9, 2026 at 9:00 AM Support <support@example.net> wrote:'],
    ['en, folded by Gmail', 'On Mon, Mar 9, 2026 at 9:00 AM Qwen Support Team\n<support@example.net> wrote:'],
    ['en, Apple Mail', 'On Mar 9, 2026, at 9:00 AM, Support <support@example.net> wrote:'],
    ['en, Zoho', '---- On Mon, 09 Mar 2026 09:00:00 +0100 support@example.net wrote ----'],
    ['en, a name and an address', 'Support Team <support@example.net> wrote:'],
    ['de', 'Am 09.03.26 um 09:00 schrieb Support:'],
    ['de, Gmail', 'Am Mo., 9. März 2026 um 09:00 Uhr schrieb Support <support@example.net>:'],
    ['de, name first and folded', 'Support <support@example.net> schrieb am Mo., 9.\nMärz 2026 um 09:00 Uhr:'],
    ['fr', 'Le lun. 9 mars 2026 à 09:00, Support <support@example.net> a écrit :'],
    ['es', 'El lun, 9 mar 2026 a las 9:00, Support (<support@example.net>) escribió:'],
    ['pt', 'Em seg., 9 de mar. de 2026 às 09:00, Support <support@example.net> escreveu:'],
    ['it', 'Il giorno lun 9 mar 2026 alle ore 09:00 Support <support@example.net> ha scritto:'],
    ['nl', 'Op ma 9 mrt 2026 om 09:00 schreef Support <support@example.net>:'],
    ['pl', 'pon., 9 mar 2026 o 09:00 Support <support@example.net> napisał(a):'],
    ['pl, W dniu', 'W dniu 09.03.2026 o 09:00, Support pisze:'],
    ['ru', 'пн, 9 мар. 2026 г. в 09:00, Support <support@example.net>:'],
    ['ru, a verb', '9 марта 2026 г., в 09:00, Support <support@example.net> написал(а):'],
    ['uk', 'пн, 9 бер. 2026 р. о 09:00 Support <support@example.net> пише:'],
    ['tr', 'Support <support@example.net>, 9 Mar 2026 Pzt, 09:00 tarihinde şunu yazdı:'],
    ['zh, simplified', '在 2026年3月9日周一 09:00，Support <support@example.net> 写道：'],
    ['zh, traditional', 'Support <support@example.net> 於 2026年3月9日 週一 上午9:00寫道：'],
    ['ja, Gmail has no verb', '2026年3月9日(月) 9:00 Support <support@example.net>:'],
    ['ja, a verb', '2026/03/09 9:00、Support <support@example.net>のメール:'],
    ['ko', '2026년 3월 9일 (월) 오전 9:00, Support <support@example.net>님이 작성:'],
    ['ar', 'في الاثنين، 9 مارس 2026 في 9:00 ص تمت كتابة ما يلي بواسطة Support <support@example.net>:'],
    ['ar, a verb', 'في ٩ مارس ٢٠٢٦ كتب Support <support@example.net>:'],
    ['sv', 'Den mån 9 mars 2026 kl 09:00 skrev Support <support@example.net>:'],
    ['da', 'Den man. 9. mar. 2026 kl. 09.00 skrev Support <support@example.net>:'],
    ['no', 'man. 9. mar. 2026 kl. 09:00 skrev Support <support@example.net>:'],
    ['fi', 'ma 9. maalisk. 2026 klo 9.00 Support (support@example.net) kirjoitti:'],
    ['cs', 'po 9. 3. 2026 v 9:00 odesílatel Support <support@example.net> napsal:'],
    ['hu', 'Support <support@example.net> ezt írta (időpont: 2026. márc. 9., H, 9:00):'],
    ['ro', 'lun., 9 mar. 2026 la 09:00, Support <support@example.net> a scris:'],
    ['el', 'Στις Δευ 9 Μαρ 2026 στις 9:00 π.μ., ο χρήστης Support <support@example.net> έγραψε:'],
    ['he', 'בתאריך יום ב׳, 9 במרץ 2026 ב-9:00 מאת Support <support@example.net>:'],
    ['vi', 'Vào Th 2, 9 thg 3, 2026 vào lúc 09:00 Support <support@example.net> đã viết:'],
    ['id', 'Pada Sen, 9 Mar 2026 pukul 09.00 Support <support@example.net> menulis:'],
    ['hi', 'सोम, 9 मार्च 2026 को 9:00 am बजे को Support <support@example.net> ने लिखा:'],
    ['th', 'เมื่อ จ. 9 มี.ค. 2026 เวลา 09:00 Support <support@example.net> เขียนว่า:'],
  ])('%s', async (_, attribution) => {
    const quoted = await plainMail(`QI-1 please\n\n${attribution}\n\n> Which order?\n> Support`);
    expect(quoted.body).toEqual([
      { role: 'own', text: 'QI-1 please' },
      { role: 'attribution', text: attribution },
      { role: 'quoted', text: 'Which order?\nSupport' },
    ]);
    const unmarked = await plainMail(`QI-1 please\n\n${attribution}\n\nWhich order?\nSupport`);
    expect(textOf(unmarked, 'own')).toBe('QI-1 please');
    expect(textOf(unmarked, 'quoted')).toBe('Which order?\nSupport');
  });
});

describe('a copied header', () => {
  test.each([
    ['en', 'From: Support <support@example.net>\nSent: Monday, March 9, 2026 9:00 AM\nTo: Mira Holt\nSubject: RE: Refund'],
    ['de', 'Von: Support <support@example.net>\nGesendet: Montag, 9. März 2026 09:00\nAn: Mira Holt\nBetreff: AW: Refund'],
    ['fr', 'De : Support <support@example.net>\nEnvoyé : lundi 9 mars 2026 09:00\nÀ : Mira Holt\nObjet : RE: Refund'],
    ['es', 'De: Support <support@example.net>\nEnviado: lunes, 9 de marzo de 2026 9:00\nPara: Mira Holt\nAsunto: RE: Refund'],
    ['pt', 'De: Support <support@example.net>\nEnviado: segunda-feira, 9 de março de 2026 09:00\nPara: Mira Holt\nAssunto: RE: Refund'],
    ['it', 'Da: Support <support@example.net>\nInviato: lunedì 9 marzo 2026 09:00\nA: Mira Holt\nOggetto: R: Refund'],
    ['nl', 'Van: Support <support@example.net>\nVerzonden: maandag 9 maart 2026 09:00\nAan: Mira Holt\nOnderwerp: RE: Refund'],
    ['pl', 'Od: Support <support@example.net>\nWysłano: poniedziałek, 9 marca 2026 09:00\nDo: Mira Holt\nTemat: RE: Refund'],
    ['ru', 'От: Support <support@example.net>\nОтправлено: 9 марта 2026 г. 9:00\nКому: Mira Holt\nТема: RE: Refund'],
    ['uk', 'Від: Support <support@example.net>\nНадіслано: 9 березня 2026 р. 9:00\nКому: Mira Holt\nТема: RE: Refund'],
    ['tr', 'Kimden: Support <support@example.net>\nGönderildi: 9 Mart 2026 Pazartesi 09:00\nKime: Mira Holt\nKonu: RE: Refund'],
    ['zh', '发件人: Support <support@example.net>\n发送时间: 2026年3月9日 9:00\n收件人: Mira Holt\n主题: RE: Refund'],
    ['zh, traditional', '寄件者：Support <support@example.net>\n寄件日期：2026年3月9日 上午 09:00\n收件者：Mira Holt\n主旨：RE: Refund'],
    ['ja', '差出人: Support <support@example.net>\n送信日時: 2026年3月9日 9:00\n宛先: Mira Holt\n件名: RE: Refund'],
    ['ko', '보낸 사람: Support <support@example.net>\n보낸 날짜: 2026년 3월 9일 월요일 오전 9:00\n받는 사람: Mira Holt\n제목: RE: Refund'],
    ['ar', 'من: Support <support@example.net>\nتاريخ الإرسال: 9 مارس 2026\nإلى: Mira Holt\nالموضوع: RE: Refund'],
    ['sv', 'Från: Support <support@example.net>\nSkickat: den 9 mars 2026 09:00\nTill: Mira Holt\nÄmne: SV: Refund'],
    [
      'bold, as Outlook’s HTML is copied',
      '*From:* Support <support@example.net>\n*Sent:* Monday, March 9, 2026 9:00 AM\n*To:* Mira Holt\n*Subject:* RE: Refund',
    ],
  ])('%s', async (_, header) => {
    const answered = await plainMail(`QI-1 please\n\n${header}\n\nWhich order?`);
    expect(textOf(answered, 'own')).toBe('QI-1 please');
    expect(textOf(answered, 'quoted')).toContain('Which order?');
    const forwarded = await plainMail(`QI-1 please\n\n---------- Forwarded message ---------\n${header}\n\nYour order 7`);
    expect(textOf(forwarded, 'own')).toBe('QI-1 please');
    expect(textOf(forwarded, 'forwarded')).toContain('Your order 7');
  });

  test('below a forwarding subject it is a mail passed on', async () => {
    const mail = await plainMail(
      'see below\n\nVon: Shop <shop@example.com>\nGesendet: 9. März 2026 09:00\nAn: Mira\nBetreff: Bestellung 7\n\nDanke',
      { Subject: 'WG: Bestellung' },
    );
    expect(mail.body.map((segment) => segment.role)).toEqual(['own', 'forwarded']);
  });

  test('Apple’s forwarded mail is marked, own words below it are own', async () => {
    const mail = await plainMail(
      'see this\n\nBegin forwarded message:\n\n> From: Shop <shop@example.com>\n> Subject: Order 7\n> Date: 9 March 2026\n>\n> thanks\n\nthat was it',
    );
    expect(mail.body.map((segment) => segment.role)).toEqual(['own', 'forwarded', 'own']);
  });
});

describe('own words that look like something else', () => {
  test.each([
    ['a sentence with From:', 'From: the red box I took one, and it broke.\nPlease refund.'],
    ['telling of an earlier letter', 'On Monday I wrote:\nplease refund me. Nobody answered.'],
    ['telling of it with a date', 'On 3 March 2026 I wrote to you:\nplease refund me.'],
    ['telling of it in German', 'Am 3. März 2026 schrieb ich Ihnen:\nbitte erstatten.'],
    ['a comparison', 'The price was wrong:\n> 20 EUR instead of 10\nPlease refund.'],
    ['a table with a ruled line', 'Order   Date\n-----------------\nQI-1    1 March 2026\nQI-2    2 March 2026'],
    ['field lines of the request', 'Date: 1 March 2026\nOrder: QI-1\nSubject: Refund Request'],
    ['a mail about a phone', 'It was sent from my iPhone app, which then crashed twice.\nPlease refund.'],
    ['regards inside a sentence', 'With regards to order QI-1 I want my money back.\nIt broke.'],
    ['a thank you in the middle', 'Thanks for the quick delivery.\nBut it is broken.'],
    ['dashes between field lines', 'Order: QI-1\n---\nReason: it broke'],
    ['field lines below two dashes', 'Hello\n--\nOrder number: QI-1\nDate: 1 March 2026'],
    ['an escaped From of an mbox', 'From what I see it is broken.\nPlease refund.'],
  ])('%s', async (_, text) => {
    expect((await plainMail(text)).body).toEqual([{ role: 'own', text }]);
  });
});

describe('signatures', () => {
  test.each([
    ['the mark', '-- \nMira Holt\nACME | +1 555 0100', 'Mira Holt'],
    ['a formal closing with contact lines', 'Best regards,\nMira Holt\nACME Corp | +1 555 0100\nTel: +1 555 0100\nwww.example.com', 'ACME'],
    ['German', 'Mit freundlichen Grüßen\n\nMira Holt\nMusterstraße 1, 12345 Berlin', 'Musterstraße'],
    ['Japanese', 'よろしくお願いいたします。\n田中 花子\n電話: 03-1234-5678', '田中'],
    ['a phone footer', 'Sent from my iPhone', 'iPhone'],
    ['a French one', 'Envoyé de mon iPhone', 'iPhone'],
    ['Outlook’s', 'Get Outlook for iOS<https://aka.ms/o0ukef>', 'Outlook'],
    ['a Turkish one', 'iPhone’umdan gönderildi', 'gönderildi'],
    [
      'a legal notice',
      'This e-mail and any attachments are confidential and intended solely for the addressee.\nIf you are not the intended recipient, delete it.',
      'addressee',
    ],
    ['the sender’s name alone', 'Mira', 'Mira'],
  ])('%s', async (_, signature, part) => {
    const mail = await plainMail(`Please refund QI-1, it broke.\n\n${signature}`);
    expect(textOf(mail, 'own')).toBe('Please refund QI-1, it broke.');
    expect(textOf(mail, 'signature')).toContain(part);
  });

  test.each([
    ['a labelled number', 'Thanks,\nMira\n\nOrder number: QI-1'],
    ['a number alone', 'Regards,\nMira\nQI-10482'],
    ['a sentence right below', 'Thank you\nMy order number is QI-55\nand email is a@example.com'],
    ['a short hasty sentence', 'Thanks\nMira\nplease hurry with QI-10482'],
  ])('what the request still says below a closing stays own: %s', async (_, ending) => {
    const mail = await plainMail(`Please refund.\n\n${ending}`);
    expect(textOf(mail, 'own')).toContain(ending.split('\n').findLast((line) => line !== ''));
  });

  test('contact data below the sender’s own name need no closing', async () => {
    const mail = await plainMail('Please refund QI-1.\n\nMira Holt\nCEO, ACME Inc.\nmira.private@example.org\n+1 555 0100');
    expect(textOf(mail, 'own')).toBe('Please refund QI-1.');
  });

  test('field lines below the name are the request, not the signature', async () => {
    const mail = await plainMail('Please refund.\n\nThanks,\nMira\n\nOrder number: QI-1\nPurchase date: 1 March 2026');
    expect(textOf(mail, 'own')).toContain('Order number: QI-1\nPurchase date: 1 March 2026');
  });
});

test('answers between quoted questions stay own, in their order', async () => {
  const mail = await plainMail(
    'On Mon, Mar 9, 2026 at 9:00 AM Support <s@example.net> wrote:\n> Order number?\nQI-1\n> Date?\n1 March\n>> older\n> Reason?\nbroken',
  );
  expect(mail.body.map(({ role, text }) => `${role}: ${text}`)).toEqual([
    'attribution: On Mon, Mar 9, 2026 at 9:00 AM Support <s@example.net> wrote:',
    'quoted: Order number?',
    'own: QI-1',
    'quoted: Date?',
    'own: 1 March',
    'quoted: older\nReason?',
    'own: broken',
  ]);
});

describe('quotations in HTML', () => {
  test.each([
    [
      'Gmail',
      '<div class="gmail_quote"><div class="gmail_attr">Unknown tongue 9/3 Support:</div><blockquote class="gmail_quote">Which order?</blockquote></div>',
    ],
    [
      'Apple Mail',
      '<blockquote type="cite"><div>On 9 Mar 2026, at 09:00, Support &lt;s@example.net&gt; wrote:</div><div>Which order?</div></blockquote>',
    ],
    [
      'Outlook on the web',
      '<div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> Support<br><b>Sent:</b> Monday</div><div>Which order?</div>',
    ],
    ['Yahoo', '<div class="yahoo_quoted"><div>On Monday, 9 March 2026, Support wrote:</div><div>Which order?</div></div>'],
    [
      'Outlook for Windows',
      '<div style="border:none;border-top:solid #E1E1E1 1.0pt"><p><b>From:</b> Support &lt;s@example.net&gt;<br><b>Sent:</b> Monday, March 9, 2026<br><b>To:</b> Mira<br><b>Subject:</b> RE: Refund</p></div><p>Which order?</p>',
    ],
  ])('%s', async (_, html) => {
    const mail = await htmlMail(`<div>QI-1 please</div>${html}`);
    expect(textOf(mail, 'own')).toBe('QI-1 please');
    expect(mail.body.map((segment) => segment.text).join('\n')).toContain('Which order?');
  });

  test('a paragraph that was only indented is own', async () => {
    const mail = await htmlMail(
      '<div>my order:</div><blockquote style="margin:0 0 0 40px;border:none;padding:0px"><div>QI-1</div></blockquote>',
    );
    expect(textOf(mail, 'own')).toContain('QI-1');
  });
});
