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
  [
    'fi',
    'Kysymys',
    'Hei,',
    'Ostin krediittejä 1. maaliskuuta 2026 (tilausnumero 10482). Kuvat ovat epätarkkoja. Haluaisin rahani takaisin.',
    'Ystävällisin terveisin\nMira',
  ],
  [
    'cs',
    'Dotaz',
    'Dobrý den,',
    'dne 1. března 2026 jsem koupila kredity (objednávka č. 10482). Obrázky jsou rozmazané. Prosím o vrácení peněz.',
    'S pozdravem\nMira',
  ],
  [
    'ro',
    'Întrebare',
    'Bună ziua,',
    'Am cumpărat credite pe 1 martie 2026, comanda nr. 10482. Imaginile sunt neclare. Aș dori să primesc banii înapoi.',
    'Cu stimă,\nMira',
  ],
  [
    'hu',
    'Kérdés',
    'Tisztelt Ügyfélszolgálat!',
    '2026. március 1-jén vásároltam kreditet, a rendelés száma 10482. A képek homályosak. Szeretném visszakapni a pénzemet.',
    'Üdvözlettel,\nMira',
  ],
  [
    'el',
    'Ερώτηση',
    'Καλησπέρα σας,',
    'Αγόρασα μονάδες την 1η Μαρτίου 2026, αριθμός παραγγελίας 10482. Οι εικόνες είναι θολές. Θα ήθελα τα χρήματά μου πίσω.',
    'Με εκτίμηση,\nΜίρα',
  ],
  ['he', 'שאלה', 'שלום,', 'קניתי קרדיטים ב-1 במרץ 2026, מספר הזמנה 10482. התמונות מטושטשות. אבקש לקבל החזר כספי.', 'בברכה,\nמירה'],
  [
    'vi',
    'Câu hỏi',
    'Kính gửi bộ phận hỗ trợ,',
    'Tôi mua gói điểm ngày 1 tháng 3 năm 2026, mã đơn hàng 10482. Ảnh bị mờ. Tôi muốn được hoàn tiền.',
    'Trân trọng,\nMira',
  ],
  [
    'id',
    'Pertanyaan',
    'Halo,',
    'Saya membeli kredit pada 1 Maret 2026, nomor pesanan 10482. Gambarnya buram. Saya minta uang saya dikembalikan.',
    'Terima kasih,\nMira',
  ],
  ['hi', 'प्रश्न', 'नमस्ते,', 'मैंने 1 मार्च 2026 को क्रेडिट खरीदे थे, ऑर्डर नंबर 10482 है। तस्वीरें धुंधली हैं। कृपया मेरे पैसे वापस करें।', 'धन्यवाद,\nमीरा'],
  ['th', 'สอบถาม', 'เรียน ฝ่ายบริการลูกค้า', 'ดิฉันซื้อเครดิตเมื่อวันที่ 1 มีนาคม 2569 หมายเลขคำสั่งซื้อ 10482 ภาพเบลอมาก ขอเงินคืนค่ะ', 'ขอบคุณค่ะ\nมีรา'],
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

describe("words that share a request's, and ask for nothing", () => {
  test.each([
    ['fi', 'Milloin hyvitys saapuu?', 'Hyväksyitte hyvityksen 9. maaliskuuta, mutta rahat eivät ole vielä tulleet tililleni.'],
    ['fi', 'Lasku', 'Voisitteko lähettää laskun tilauksesta 10482?'],
    ['cs', 'Podmínky', 'Za jakých podmínek vracíte peníze?'],
    ['cs', 'Faktura', 'Prosím, zašlete mi fakturu k objednávce 10482.'],
    ['ro', 'Întrebare', 'Când ajung banii? Rambursarea a fost aprobată pe 9 martie.'],
    ['ro', 'Factură', 'Vă rog să-mi trimiteți factura pentru comanda 10482.'],
    ['hu', 'Kérdés', 'Milyen esetben van visszatérítés?'],
    ['hu', 'Számla', 'Kérem, küldjék el a számlát a 10482 rendelésről.'],
    ['el', 'Ερώτηση', 'Πότε θα έρθει η επιστροφή; Εγκρίθηκε στις 9 Μαρτίου.'],
    ['el', 'Τιμολόγιο', 'Μπορείτε να μου στείλετε τιμολόγιο για την παραγγελία 10482;'],
    ['he', 'שאלה', 'מה מדיניות ההחזרים שלכם?'],
    ['he', 'חשבונית', 'אשמח לקבל חשבונית על הזמנה 10482.'],
    ['vi', 'Hỏi', 'Bao giờ tôi nhận được tiền hoàn? Yêu cầu đã được duyệt hôm 9/3.'],
    ['vi', 'Hóa đơn', 'Nhờ bạn xuất hóa đơn cho đơn hàng 10482 giúp tôi.'],
    ['id', 'Tanya', 'Apa saja syarat refund di sini?'],
    ['id', 'Faktur', 'Mohon kirimkan faktur untuk pesanan 10482.'],
    ['hi', 'सवाल', 'आपकी रिफंड नीति क्या है?'],
    ['hi', 'बिल', 'कृपया ऑर्डर 10482 का बिल भेजें।'],
    ['th', 'สอบถาม', 'เงินคืนจะเข้าบัญชีเมื่อไหร่คะ'],
    ['th', 'ใบเสร็จ', 'รบกวนขอใบเสร็จของคำสั่งซื้อ 10482 ด้วยค่ะ'],
    ['da', 'Faktura', 'Kan I sende en faktura for ordre 10482?'],
    ['no', 'Spørsmål', 'Når kommer pengene? Dere godkjente refusjonen 9. mars.'],
    ['sv', 'Fråga', 'Vad har ni för villkor för återbetalning?'],
  ])('%s: %s, %s', (_code, subject, body) => {
    expect(readIntent(mailOf({ subject, body }), context).kind).toBe('unrelated');
  });
});

describe('the account by its role', () => {
  test.each([
    ['fi', 'Tilini on rekisteröity osoitteella aino@example.com, mutta kirjoitan nyt osoitteesta mira.holt@example.com.'],
    ['cs', 'Účet mám registrovaný na aino@example.com, píšu z adresy mira.holt@example.com.'],
    ['ro', 'Contul este înregistrat pe aino@example.com, dar scriu de pe mira.holt@example.com.'],
    ['el', 'Ο λογαριασμός μου είναι στο aino@example.com, αλλά γράφω από το mira.holt@example.com.'],
    ['he', 'החשבון שלי רשום על aino@example.com אבל אני כותבת מהכתובת mira.holt@example.com.'],
    ['vi', 'Tài khoản của tôi đăng ký bằng aino@example.com, còn tôi đang viết từ mira.holt@example.com.'],
    ['id', 'Akun saya terdaftar dengan aino@example.com, tetapi saya menulis dari mira.holt@example.com.'],
    ['hi', 'मेरा खाता aino@example.com से पंजीकृत है, लेकिन मैं mira.holt@example.com से लिख रही हूँ।'],
    ['th', 'บัญชีลงทะเบียนด้วย aino@example.com แต่เขียนจาก mira.holt@example.com ค่ะ'],
    ['da', 'Min konto er oprettet med aino@example.com, men jeg skriver fra mira.holt@example.com.'],
    ['no', 'Kontoen min er registrert med aino@example.com, men jeg skriver fra mira.holt@example.com.'],
    ['sv', 'Mitt konto är registrerat med aino@example.com men jag skriver från mira.holt@example.com.'],
  ])('%s: %s', (_code, body) => {
    expect(readClaim(mailOf({ body }), context).accountEmail).toBe('aino@example.com');
  });
});

describe('an order named in two words, in endings, behind a prefix', () => {
  test.each([
    ['fi', 'Tilauksen numero on 88120, ja kuvat eivät lataudu.', ['88120']],
    ['vi', 'Hóa đơn 77120, mã đơn hàng 88120.', ['88120']],
    ['vi', 'Hom qua toi mua goi nay, ma don hang 88120, hoa don 77120.', ['88120']],
    ['no', 'Jeg kjøpte pakken forrige fredag, ordrenr. 88120, fakturanr. 771200.', ['88120']],
    ['he', 'קניתי ב-27.2.2026 חבילה, מספר ההזמנה הוא 88120.', ['88120']],
    ['id', 'Tiga hari yang lalu saya bayar, no. pesanan 88120, nomor telepon 08123456789.', ['88120']],
  ])('%s: %s', (_code, body, orderIds) => {
    expect(readClaim(mailOf({ body }), context).orderIds).toEqual(orderIds);
  });
});

describe('days told in endings, prefixes and other calendars', () => {
  test.each([
    ['fi', 'Ostin paketin perjantaina, mutta kuvat eivät lataudu.', '2026-02-27'],
    ['fi', 'Maksoin kolme päivää sitten, mutta krediitit puuttuvat.', '2026-03-02'],
    ['cs', 'Před třemi dny jsem si koupil balíček.', '2026-03-02'],
    ['ro', 'Acum o săptămână am plătit pachetul, dar nu merge.', '2026-02-26'],
    ['hu', 'Pénteken vásároltam egy csomagot, de nem működik.', '2026-02-27'],
    ['hu', 'Két napja vettem a csomagot, de nem működik.', '2026-03-03'],
    ['el', 'Την περασμένη Παρασκευή πλήρωσα το πακέτο.', '2026-02-27'],
    ['he', 'שילמתי ביום שישי שעבר על החבילה.', '2026-02-27'],
    ['he', 'קניתי ב-27.2.2026 את החבילה.', '2026-02-27'],
    ['hi', 'मैंने पिछले शुक्रवार को पैक खरीदा था।', '2026-02-27'],
    ['id', 'Jumat lalu saya beli paket ini.', '2026-02-27'],
    ['th', 'ซื้อเมื่อวันที่ 27/2/2569 แต่ดาวน์โหลดไม่ได้', '2026-02-27'],
    ['th', 'ซื้อเมื่อวันที่ 27/02/69 แต่ดาวน์โหลดไม่ได้', '2026-02-27'],
    ['vi', 'Tôi mua gói này 3 ngày trước.', '2026-03-02'],
  ])('%s: %s', (_code, body, date) => {
    expect(readClaim(mailOf({ body }), context).purchaseDateReadings).toEqual([date]);
  });
});
