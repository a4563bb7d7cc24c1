import { withoutSecrets } from '../domain/secret.ts';

// Control characters move a terminal's cursor and rewrite its screen; format characters (bidi controls, zero widths, tags)
// make text read as what it is not, or hide it. Joiners hold letters and emoji together and stay.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const HARMLESS = '\t\n\u200c\u200d';

/** Words from a mail in a form that a terminal shows and does not obey. Tabs and line feeds stay. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) =>
    HARMLESS.includes(character) ? character : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** The same on one line, cut to `width` characters. */
export function printableLine(text: string, width = 100): string {
  const line = printable(text).replace(/\s+/g, ' ').trim();
  const characters = Array.from(line);
  return characters.length <= width ? line : `${characters.slice(0, width - 1).join('')}…`;
}

/** `scheme://user:password@`: an address of a book or a server, as a library may repeat it in a message. */
const PASSWORD_IN_ADDRESS = /\b([a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@]{0,100}):\S{1,300}@/gi;

/** Messages may hold words of strangers, of servers and of libraries: nothing in them moves the cursor, and no password is told. */
export function safeForTerminal(text: string): string {
  return printable(withoutSecrets(text).replace(PASSWORD_IN_ADDRESS, '$1:[secret]@'));
}
