import { describe, expect, test } from 'vitest';
import { readClaim, readIntent } from '../../../src/extract/read-claim.ts';
import { context, mailOf } from './mail-builder.ts';

/** One request as prose in each language: 1 March 2026, order 10482, a reason, a wish for the money back. */
const REQUESTS: readonly (readonly [code: string, subject: string, greeting: string, told: string, closing: string])[] = [
  [
    'en',
    'Question',
    'Hello,',
    'I bought credits on 1 March 2026 (order #10482). The pictures are blurry. I want my money back.',
    'Thanks,\nMira',
  ],
  [
    'de',
    'Frage',
    'Guten Tag,',
    'ich habe am 1. März 2026 Credits gekauft (Bestellnummer 10482). Die Bilder sind unscharf. Bitte erstatten Sie mir den Betrag.',
    'Mit freundlichen Grüßen\nMira Holt',
  ],
  [
    'fr',
    'Question',
    'Bonjour,',
    "J'ai acheté des crédits le 1er mars 2026 (commande n° 10482). Les images sont floues. Je souhaite être remboursée.",
    'Cordialement,\nMira',
  ],
  [
    'es',
    'Consulta',
    'Hola:',
    'Compré créditos el 1 de marzo de 2026 con el pedido 10482. Las imágenes salen borrosas. Quiero que me devuelvan el dinero.',
    'Saludos,\nMira',
  ],
  [
    'pt',
    'Pergunta',
    'Olá,',
    'Comprei créditos no dia 1 de março de 2026, pedido nº 10482. As imagens ficaram desfocadas. Gostaria de pedir o reembolso.',
    'Obrigada,\nMira',
  ],
  [
    'it',
    'Domanda',
    'Buongiorno,',
    'ho acquistato un pacchetto il 1° marzo 2026 (ordine n. 10482). Le immagini sono sfocate. Vorrei il rimborso.',
    'Cordiali saluti\nMira',
  ],
  [
    'nl',
    'Vraag',
    'Beste,',
    'Ik heb op 1 maart 2026 credits gekocht (bestelnummer 10482). De afbeeldingen zijn wazig. Ik wil graag mijn geld terug.',
    'Met vriendelijke groet,\nMira',
  ],
  [
    'pl',
    'Pytanie',
    'Dzień dobry,',
    '1 marca 2026 kupiłam kredyty (zamówienie nr 10482). Obrazy są rozmazane. Proszę o zwrot pieniędzy.',
    'Pozdrawiam\nMira',
  ],
  [
    'ru',
    'Вопрос',
    'Здравствуйте!',
    '1 марта 2026 года я купила кредиты, номер заказа 10482. Изображения получаются размытыми. Прошу вернуть деньги.',
    'С уважением,\nМира',
  ],
  [
    'uk',
    'Питання',
    'Добрий день!',
    '1 березня 2026 року я купила кредити, номер замовлення 10482. Зображення розмиті. Прошу повернути кошти.',
    'З повагою,\nМіра',
  ],
  [
    'tr',
    'Soru',
    'Merhaba,',
    '1 Mart 2026 tarihinde kredi satın aldım (sipariş no: 10482). Görseller bulanık çıkıyor. Paramı geri istiyorum.',
    'Saygılarımla,\nMira',
  ],
  ['zh', '问题', '您好：', '我在2026年3月1日购买了400积分，订单号10482。生成的图片很模糊，无法打印。请给我退款。', '谢谢\n米拉'],
  [
    'ja',
    '質問',
    'サポート御中',
    '令和8年3月1日に400クレジットを購入しました（注文番号：10482）。画像がぼやけていて印刷に使えません。返金をお願いします。',
    'よろしくお願いいたします。\nミラ',
  ],
  [
    'ko',
    '문의',
    '안녕하세요.',
    '2026년 3월 1일에 400 크레딧을 구매했습니다. 주문번호는 10482입니다. 이미지가 흐릿해서 사용할 수 없습니다. 환불 부탁드립니다.',
    '감사합니다.\n미라',
  ],
  [
    'ar',
    'سؤال',
    'مرحبا،',
    'اشتريت رصيدا يوم ١ مارس ٢٠٢٦ ورقم الطلب 10482. الصور غير واضحة ولا يمكنني استخدامها. أريد استرداد المبلغ.',
    'شكرا\nميرا',
  ],
  [
    'sv',
    'Fråga',
    'Hej,',
    'Jag köpte krediter den 1 mars 2026 (ordernummer 10482). Bilderna är suddiga. Jag vill ha pengarna tillbaka.',
    'Med vänliga hälsningar\nMira',
  ],
  [
    'da',
    'Spørgsmål',
    'Hej,',
    'Jeg købte kreditter den 1. marts 2026 (ordrenummer 10482). Billederne er slørede. Jeg vil gerne have pengene tilbage.',
    'Med venlig hilsen\nMira',
  ],
  [
    'no',
    'Spørsmål',
    'Hei,',
    'Jeg kjøpte kreditter 1. mars 2026 (ordrenummer 10482). Bildene er uskarpe. Jeg ønsker å få pengene tilbake.',
    'Vennlig hilsen\nMira',
  ],
];

describe('a request in prose', () => {
  test.each(REQUESTS)('in %s', (code, subject, greeting, told, closing) => {
    const mail = mailOf({ subject, body: `${greeting}\n\n${told}\n\n${closing}` });
    expect(readClaim(mail, context)).toMatchObject({
      accountEmail: 'mira.holt@example.com',
      orderIds: ['10482'],
      purchaseDateReadings: ['2026-03-01'],
      reason: told,
      language: code,
      missing: [],
    });
    expect(readIntent(mail, context).kind).toBe('refund-request');
  });
});

describe('a form in the words of the language', () => {
  test.each([
    ['de', 'Konto: mira@example.de\nBestellnummer: 0010482\nKaufdatum: 03.04.2025\nGrund: Die Qualität ist zu schlecht.', '2025-04-03'],
    [
      'fr',
      "Adresse du compte : mira@example.de\nNuméro de commande : 0010482\nDate d'achat : 03/04/2025\nMotif : Les images sont trop floues pour mon usage.",
      '2025-04-03',
    ],
    ['zh', '註冊信箱：mira@example.de\n訂單編號：0010482\n購買日期：民國114年4月3日\n退款原因：圖片太模糊，無法使用。', '2025-04-03'],
    [
      'ja',
      '登録メールアドレス：mira@example.de\n注文番号：００１０４８２\n購入日：2025年4月3日\n理由：思っていたものと違った。',
      '2025-04-03',
    ],
  ])('%s', (code, body, date) => {
    expect(readClaim(mailOf({ body }), context)).toMatchObject({
      accountEmail: 'mira@example.de',
      orderIds: ['0010482'],
      purchaseDateReadings: [date],
      language: code,
      missing: [],
    });
  });
});
