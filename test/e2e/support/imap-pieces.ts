/** One piece of an IMAP conversation, as a fault can be tied to it: a line, or a literal. */
export interface Piece {
  /** `greeting`, `command X`, `literal of X`, `end of X`, `continuation for X`, `data for X`, `answer to X`; X is a command with its `UID`. */
  readonly name: string;
  readonly bytes: Buffer;
}

/** What is known of one connection from both of its sides. */
interface Conversation {
  /** Commands that the server has not answered, by tag. */
  readonly open: Map<string, string>;
  /** The command whose continuation the client sends next, though it is no literal. */
  inline: string | null;
}

interface Cutter {
  /** Takes bytes as they come and gives the pieces that they complete. */
  push(chunk: Buffer): Piece[];
}

/** Reads both sides of a connection, as far as naming its pieces needs it. */
export function readConversation(): { readonly client: Cutter; readonly server: Cutter } {
  const conversation: Conversation = { open: new Map(), inline: null };
  let command = '';
  let wasLiteral = false;
  const nameOfClient = (line: string): string => {
    if (conversation.inline !== null) {
      const name = `end of ${conversation.inline}`;
      conversation.inline = null;
      return name;
    }
    if (wasLiteral) return `end of ${command}`;
    const [tag = '', verb = '', second = ''] = line.split(' ', 3);
    command = verb.toUpperCase() === 'UID' ? `UID ${second.toUpperCase()}` : verb.toUpperCase().trim();
    conversation.open.set(tag, command);
    return `command ${command}`;
  };
  let isGreeted = false;
  const nameOfServer = (line: string): string => {
    const last = [...conversation.open.values()].at(-1) ?? 'nothing';
    if (!isGreeted) {
      isGreeted = true;
      return 'greeting';
    }
    if (line.startsWith('+')) {
      if (last === 'AUTHENTICATE' || last === 'IDLE') conversation.inline = last;
      return `continuation for ${last}`;
    }
    const tag = line.slice(0, line.indexOf(' '));
    const answered = conversation.open.get(tag);
    if (answered === undefined) return `data for ${[...conversation.open.values()][0] ?? 'nothing'}`;
    conversation.open.delete(tag);
    return `answer to ${answered}`;
  };
  return {
    client: cutter((line) => {
      const name = nameOfClient(line);
      wasLiteral = announcedLiteral(line) !== null;
      return { line: name, literal: `literal of ${command}` };
    }),
    server: cutter((line) => {
      const name = nameOfServer(line);
      return { line: name, literal: name };
    }),
  };
}

/** Lines end with CRLF (imap4d has some with LF); a line that ends with `{n}` is followed by n bytes of a literal. */
function cutter(nameLine: (line: string) => { readonly line: string; readonly literal: string }): Cutter {
  let rest = Buffer.alloc(0);
  let literalBytes = 0;
  let literalName = '';
  return {
    push: (chunk) => {
      rest = Buffer.concat([rest, chunk]);
      const pieces: Piece[] = [];
      for (;;) {
        if (literalBytes > 0) {
          if (rest.length < literalBytes) return pieces;
          pieces.push({ name: literalName, bytes: rest.subarray(0, literalBytes) });
          rest = rest.subarray(literalBytes);
          literalBytes = 0;
        }
        const end = rest.indexOf('\n');
        if (end === -1) return pieces;
        const bytes = rest.subarray(0, end + 1);
        rest = rest.subarray(end + 1);
        const line = bytes.toString('latin1').trimEnd();
        const names = nameLine(line);
        pieces.push({ name: names.line, bytes });
        literalBytes = announcedLiteral(line) ?? 0;
        literalName = names.literal;
      }
    },
  };
}

function announcedLiteral(line: string): number | null {
  const size = /\{(\d+)\+?\}$/.exec(line)?.[1];
  return size === undefined ? null : Number(size);
}
