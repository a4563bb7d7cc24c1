import type { Chunk } from './number-chunks.ts';

/** Shorter ones are seldom dialled from another town. */
const SHORTEST = 7;

/** "My number": people have one themselves, an order has one besides. */
const MY_NUMBER =
  /(?:(?<!\p{L})(?:my|our|meine?|mon|mi|meu|nosso|mio|mia|mijn|m[oó]j[ea]?|můj|m[ií]n|mitt|mit|numărul|numarul|minun|мой|мій|nomor|benim|मेरा|मेरे)\s(?:own\s)?(?:number|no|nr|nummer|numret|nummeret|num[eé]ro|número|numer|číslo|meu|mele|saya|numaram?|номер|नंबर)(?!\p{L})|numaram|számom|numeroni|nomorku|رقمي|המספר שלי|(?:我的|私の|제 |내 )(?:号码|號碼|番号|번호)|(?:numărul|numarul) meu|số của tôi)[^\d\n.。!?]{0,16}$/iu;

/** Asking for a call. A telephone alone tells nothing: many buy with one. */
const CALLING =
  /(?<!\p{L})(?:call (?:me|us|back)|calling|dial|(?:ring|reach|text|phone) (?:me|us)|whats ?app|anruf|ruft? (?:mich|uns)|rufen sie|erreichbar|appelez|appeler|joign|rappel|llám[ae]|llame|ligue|ligar|chiamat[ei]|chiamami|chiamare|bel (?:me|mij|ons)|bereikbaar|dzwo|zadzw|volejte|zavol|hívj|hívh|sunați|sunati|ring (?:mi|mej|meg|oss|os)|soita|soitt|(?:beni|bizi) ara|aray[ıi]n|arayabilir|позвон|звон|дзвон|подзвон|καλέσ|اتصل|התקשר|कॉल|gọi (?:cho|lại|tôi)|hubungi|telpon)|โทร(?!ศัพท์)|电话|電話|致電|전화|연락/iu;

/** "My number is 5551234", "call 5551234": as long as a telephone number, and spoken of as one. */
export function isTelephone(text: string, { id, start, end }: Chunk): boolean {
  if (id.replace(/\D/g, '').length < SHORTEST || /[A-Za-z]/.test(id)) return false;
  return MY_NUMBER.test(text.slice(Math.max(0, start - REACH), start)) || CALLING.test(text.slice(Math.max(0, start - NEAR), end + NEAR));
}

/** Holds the words for "my number" and what may stand behind them. */
const REACH = 60;

/** A clause beside a number, in characters. */
const NEAR = 30;
