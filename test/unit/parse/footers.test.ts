import { describe, expect, test } from 'vitest';
import { isFooter } from '../../../src/parse/signature.ts';

describe('lines that a phone or a mail program adds', () => {
  test.each([
    'Galaxy에서 보냈습니다.',
    '나의 Galaxy에서 보냄',
    'Android용 Outlook 다운로드',
    '네이버 메일 앱에서 보냄',
    'Samsung Mobile से भेजा गया',
    'मेरे iPhone से भेजा गया',
    'Galaxy S23 Ultraから送信',
    'スマートフォンから送信されました',
    'Outlook for Android を入手',
    'Xiaomi cihazımdan gönderildi',
    'Samsung Galaxy akıllı telefonumdan gönderildi.',
    "iPhone'umdan gönderildi",
    'تم الإرسال من هاتف Galaxy',
    'أُرسلت من الـ iPhone',
    'נשלח מה-Galaxy שלי',
    'נשלח מהאייפון שלי',
    'ส่งจาก iPhone ของฉัน',
    'Đã gửi từ iPhone của tôi',
    'Dikirim dari Yahoo Mail di Android',
    '发自我的小米手机',
    '从我的 iPhone 发送',
    '從我的 iPhone 傳送',
    '通过网易邮箱大师',
    '获取 iOS 版 Outlook',
  ])('%s', (line) => {
    expect(isFooter(line)).toBe(true);
  });
});

describe('sentences that begin or end alike', () => {
  test.each([
    '通过支付宝付款之后一直没有到账',
    '从我的支付宝扣了两次钱',
    'من هاتفي حاولت الدخول ولم ينجح',
    '나의 iPhone에서 결제했는데 안 돼요',
    'ส่งจากอีเมลนี้ไปสามครั้งแล้วไม่มีใครตอบ',
    'Kartımdan para çekildi ama onay maili hiç gelmedi',
    'Samsung Galaxy telefonumda çalışmıyor',
    'iPhoneから送信した画像が崩れます',
    'मेरे iPhone से app नहीं खुल रहा',
    'Gửi từ hôm qua mà chưa thấy trả lời',
  ])('%s', (line) => {
    expect(isFooter(line)).toBe(false);
  });
});
