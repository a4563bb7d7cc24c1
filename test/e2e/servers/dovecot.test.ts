import { startDovecot } from '../dovecot/dovecot-server.ts';
import { describeServer } from './mailbox-contract.ts';

describeServer('Dovecot', startDovecot, {
  drafts: 'Drafts',
  sent: 'Sent',
  takesKeywords: true,
  tellsUid: true,
  takesTogether: true,
});
