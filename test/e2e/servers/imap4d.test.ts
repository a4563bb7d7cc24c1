import { startImap4d } from './imap4d-server.ts';
import { describeServer } from './mailbox-contract.ts';

describeServer('imap4d', startImap4d, {
  drafts: 'Drafts',
  sent: 'Sent',
  takesKeywords: false,
  tellsUid: false,
  takesTogether: false,
});
