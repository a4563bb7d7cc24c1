import { startCourier } from './courier-server.ts';
import { describeServer } from './mailbox-contract.ts';

describeServer('Courier', startCourier, {
  drafts: 'INBOX.Drafts',
  sent: 'INBOX.Sent',
  takesKeywords: true,
  tellsUid: true,
  takesTogether: false,
});
