/**
 * What became of a draft after it was placed.
 * `untouched`: lies as we left it. `edited`: a person changed it and has not sent it. `sent-as-written` and `sent-edited`: seen in Sent.
 * `answered-otherwise`: the customer's mail was answered with another message. `deleted`: gone from Drafts, and nothing in Sent answers the customer.
 * `superseded`: a newer decision's draft took its place.
 */
export type DraftLife = 'untouched' | 'edited' | 'sent-as-written' | 'sent-edited' | 'answered-otherwise' | 'deleted' | 'superseded';
