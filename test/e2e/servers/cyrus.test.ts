import { startCyrus } from './cyrus-server.ts';
import { describeServer } from './mailbox-contract.ts';

describeServer('Cyrus', startCyrus, {
  drafts: 'Drafts',
  sent: 'Sent',
  takesKeywords: true,
  tellsUid: true,
  takesTogether: true,
});
