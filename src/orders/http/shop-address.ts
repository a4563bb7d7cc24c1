import { UnusableInput } from '../../domain/problem.ts';

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;
const MEND = 'write it like https://shop.example/orders/{id}?account={account}';
/** Stands for a placeholder while the address is checked: plain in every part of a URL. */
const STAND_IN = 'placeholder';
const PLACEHOLDERS = ['{id}', '{account}'];

/** Where a shop's web service answers for one order. */
export interface ShopAddress {
  readonly origin: string;
  /** Scheme, host and path, for messages: a query may hold a key. */
  readonly shown: string;
  /** The URL to ask for one candidate; null for a name that no path can carry. */
  urlFor(id: string, account: string | null): URL | null;
}

/**
 * An address with `{id}` (an order number or a transaction ID) and `{account}` where they belong; without any, both are added as query parameters.
 * @throws UnusableInput that shows no more of it than `shown`
 */
export function parseShopAddress(uri: string): ShopAddress {
  const template = PLACEHOLDERS.some((placeholder) => uri.includes(placeholder))
    ? uri
    : `${uri}${uri.includes('?') ? '&' : '?'}id={id}&account={account}`;
  const checked = URL.parse(fill(template, STAND_IN, STAND_IN));
  if (checked === null) throw refuse('ORDERS', 'is no web address');
  const shown = `${checked.origin}${checked.pathname.replaceAll(STAND_IN, '{id}')}`;
  if (checked.username !== '' || checked.password !== '')
    throw refuse(shown, 'holds a user or a password', 'take it out of ORDERS: a token goes into ORDERS_TOKEN');
  if (!template.includes('{id}')) throw refuse(shown, 'has {account} and no {id}');
  if (checked.host.includes(STAND_IN)) throw refuse('ORDERS', 'has a placeholder in its host');
  if (checked.protocol === 'http:' && !LOOPBACK.test(checked.hostname))
    throw refuse(shown, 'would send order numbers and addresses in the clear', 'use https://; http:// is for this machine only');
  return {
    origin: checked.origin,
    shown,
    urlFor: (id, account) => {
      // Dots alone would climb in the path, however they are written (WHATWG URL, "double-dot path segment").
      if (/^\.{1,2}$/.test(id)) return null;
      const url = URL.parse(fill(template, encode(id), encode(account ?? '')));
      return url?.origin === checked.origin ? url : null;
    },
  };
}

function fill(template: string, id: string, account: string): string {
  return template
    .split('{id}')
    .map((part) => part.split('{account}').join(account))
    .join(id);
}

/** Half a surrogate pair has no form in UTF-8. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

function refuse(place: string, what: string, mend = MEND): UnusableInput {
  return new UnusableInput([{ place, what, mend }]);
}
