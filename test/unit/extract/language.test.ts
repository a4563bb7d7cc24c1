import { describe, expect, test } from 'vitest';
import { chineseScript, detectLanguage } from '../../../src/extract/language.ts';
import { readClaim } from '../../../src/extract/read-claim.ts';
import { context, mailOf } from './mail-builder.ts';

describe('the script of a Chinese text', () => {
  test.each([
    ['我要退款，这个订单有问题', 'Hans'],
    ['我要退款，這個訂單有問題', 'Hant'],
    ['退款', null],
  ])('%s', (text, script) => {
    expect(chineseScript(text)).toBe(script);
  });
});

/** Short mails as customers write them, most of them without the letters that would give the language away. */
const SENTENCES: Readonly<Record<string, readonly string[]>> = {
  ar: ['أريد استرداد أموالي من فضلكم.', 'اشتريت الرصيد أمس ولم يصل.', 'الصور غير واضحة إطلاقا.'],
  cs: [
    'Chci vrátit peníze, nic nefunguje.',
    'Včera jsem si koupil kredity a stránka stále padá.',
    'Prosim o vraceni penez, obrazky jsou rozmazane.',
    'Objednal jsem omylem dvakrát.',
  ],
  da: [
    'Jeg vil gerne have mine penge tilbage.',
    'Jeg har købt kreditter, men kan ikke bruge dem.',
    'Billederne er alt for slørede, og I svarer ikke.',
    'Hvornår kan jeg få svar fra jer?',
  ],
  de: [
    'Ich möchte mein Geld zurück.',
    'Die Bilder sind leider unscharf.',
    'Bitte erstatten Sie mir den Betrag, das Paket war doppelt.',
    'ich hab aus versehen zweimal bezahlt',
  ],
  el: ['Θέλω τα χρήματά μου πίσω.', 'Οι εικόνες είναι θολές.', 'ΘΕΛΩ ΕΠΙΣΤΡΟΦΗ ΧΡΗΜΑΤΩΝ'],
  en: [
    'I want my money back.',
    'The pictures are blurry.',
    'Please refund my last order, it was a mistake.',
    'nothing works and nobody answers',
  ],
  es: [
    'Quiero que me devuelvan el dinero.',
    'Las imágenes salen borrosas.',
    'Compré dos veces el mismo paquete por error.',
    'hola, la pagina no me deja entrar',
  ],
  fi: [
    'Haluan rahani takaisin.',
    'Kuvat ovat epätarkkoja eikä kukaan vastaa.',
    'Ostin vahingossa väärän paketin.',
    'Sivusto ei toimi, palauttakaa rahat.',
  ],
  fr: [
    'Je veux être remboursé.',
    'Les images sont floues et le site ne marche pas.',
    "J'ai payé deux fois par erreur.",
    'bonjour je souhaite annuler mon achat',
  ],
  he: ['אני רוצה את הכסף בחזרה.', 'התמונות מטושטשות.', 'קניתי בטעות פעמיים.'],
  hi: ['मुझे मेरे पैसे वापस चाहिए।', 'तस्वीरें धुंधली हैं।', 'मैंने गलती से दो बार भुगतान किया।'],
  hu: [
    'Szeretném visszakapni a pénzemet.',
    'A képek homályosak, és senki nem válaszol.',
    'Tévedésből kétszer fizettem.',
    'Kerem vissza a penzem, nem mukodik az oldal.',
  ],
  id: [
    'Saya minta uang saya dikembalikan.',
    'Gambarnya buram dan tidak bisa dipakai.',
    'Saya salah beli paket kemarin.',
    'sudah tiga hari belum ada jawaban',
  ],
  it: [
    'Vorrei essere rimborsato.',
    'Le immagini sono sfocate e il sito non funziona.',
    'Ho pagato due volte per errore.',
    'non riesco ad accedere al mio account',
  ],
  ja: ['返金してください。', '画像がぼやけています。', '間違えて二回購入しました。'],
  ko: ['환불해 주세요.', '이미지가 흐릿합니다.', '실수로 두 번 결제했습니다.'],
  nl: [
    'Ik wil graag mijn geld terug.',
    'De afbeeldingen zijn wazig en de site doet het niet.',
    'Ik heb per ongeluk twee keer betaald.',
    'Kunt u dit annuleren?',
  ],
  no: [
    'Jeg vil gjerne ha pengene mine tilbake.',
    'Jeg har kjøpt kreditter, men får ikke brukt dem.',
    'Bildene er altfor uskarpe, og dere svarer ikke.',
    'Når kan jeg få svar fra dere?',
  ],
  pl: [
    'Chcę zwrotu pieniędzy.',
    'Obrazy są rozmazane i nikt nie odpowiada.',
    'Zapłaciłem dwa razy przez pomyłkę.',
    'prosze o zwrot, strona nie dziala',
  ],
  pt: [
    'Quero o meu dinheiro de volta.',
    'As imagens saem desfocadas e ninguém responde.',
    'Paguei duas vezes por engano.',
    'nao consigo entrar na minha conta',
  ],
  ro: [
    'Vreau banii înapoi.',
    'Imaginile sunt neclare și nu răspunde nimeni.',
    'Am plătit de două ori din greșeală.',
    'va rog sa imi returnati banii, nu merge site-ul',
  ],
  ru: ['Верните мне деньги.', 'Картинки получаются размытыми.', 'Я случайно оплатил дважды.', 'не работает'],
  sv: [
    'Jag vill ha tillbaka mina pengar.',
    'Bilderna är suddiga och ni svarar inte.',
    'Jag har köpt krediter men kan inte använda dem.',
    'När kan jag få svar från er?',
  ],
  th: ['ขอเงินคืนครับ', 'ภาพเบลอมาก', 'ซื้อผิดสองครั้ง'],
  tr: [
    'Paramı geri istiyorum.',
    'Görseller çok bulanık ve kimse cevap vermiyor.',
    'Yanlışlıkla iki kere ödeme yaptım.',
    'site acilmiyor, iade istiyorum',
  ],
  uk: ['Поверніть мені гроші.', 'Картинки виходять розмитими.', 'Я випадково сплатив двічі.', 'Нічого не працює'],
  vi: ['Tôi muốn được hoàn tiền.', 'Ảnh bị mờ và không ai trả lời.', 'Tôi lỡ thanh toán hai lần.', 'toi muon hoan tien, anh bi mo'],
  zh: ['请给我退款。', '图片很模糊，无法打印。', '我不小心買了兩次，請退費。'],
};

describe('the language of a short mail', () => {
  test.each(Object.entries(SENTENCES).flatMap(([code, texts]) => texts.map((text) => [code, text] as const)))('%s: %s', (code, text) => {
    expect(detectLanguage(text)?.code).toBe(code);
  });
});

describe('too little to tell', () => {
  test.each(['', '10482', 'OK', 'Qwen Image', 'mira@example.com', 'https://shop.example/refund'])('"%s"', (text) => {
    expect(detectLanguage(text)).toBeNull();
  });
});

describe('the language of a mail', () => {
  test.each([
    ['fi', 'Refund Request', 'Order number: 10482\nPurchase date: 2026-03-01\nReason: Kuvat ovat aivan liian epätarkkoja.'],
    ['hu', 'Refund Request', 'Account: mira@example.com\nOrder: 10482\nReason: A képek homályosak, nem tudom kinyomtatni őket.'],
    ['id', 'Refund Request', 'Email: mira@example.com\nOrder ID: 10482\n\nGambarnya buram dan tidak bisa dicetak.'],
    ['en', 'Hyvityspyyntö', 'Tilausnumero: 10482\nOstopäivä: 1.3.2026\nSyy: The pictures are much too blurry for printing.'],
    ['en', 'Žádost o vrácení peněz', 'Číslo objednávky: 10482\nDůvod: I bought the wrong package by mistake.'],
    ['cs', 'Refund Request', 'Číslo objednávky: 10482\nDatum nákupu: 1. 3. 2026'],
    ['vi', 'Refund Request', 'Mã đơn hàng: 10482\nNgày mua: 01/03/2026'],
    ['el', 'Refund Request', 'Αριθμός παραγγελίας: 10482\nΗμερομηνία αγοράς: 1/3/2026'],
    ['he', 'Refund Request', 'Order: 10482\nReason: התמונות מטושטשות ואי אפשר להשתמש בהן'],
    ['th', 'Refund Request', 'Order: 10482\nReason: ภาพเบลอมาก ใช้ไม่ได้เลย'],
    ['hi', 'Refund Request', 'Order: 10482\nReason: तस्वीरें बहुत धुंधली हैं'],
    ['sv', 'Refund Request', 'Order: 10482\nReason: Bilderna blev alldeles för suddiga'],
    ['da', 'Refund Request', 'Order: 10482\nReason: Billederne er alt for uskarpe, og jeg kan ikke bruge dem'],
    ['no', 'Refund Request', 'Order: 10482\nReason: Bildene er altfor uskarpe, og jeg får ikke brukt dem'],
    ['de', 'Refund Request', 'Hi, ich habe das falsche Package gekauft, der Support ist offline. Please refund, danke.'],
    ['nl', 'Refund Request', 'Hi support team, de credits zijn niet bijgeschreven op mijn account.'],
  ])('%s under "%s": %j', (code, subject, body) => {
    expect(readClaim(mailOf({ subject, body }), context).language).toBe(code);
  });
});
