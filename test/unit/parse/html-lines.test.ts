import { describe, expect, test } from 'vitest';
import { htmlMail, textOf } from './build-mail.ts';

const ownText = async (html: string) => textOf(await htmlMail(html), 'own');

describe('what stays of the layout', () => {
  test.each([
    [
      'cells are parted by tabs, rows by line ends',
      '<table><tr><td>Order</td><td>QI-1</td></tr><tr><td>Date</td><td>1 March</td></tr></table>',
      'Order\tQI-1\nDate\t1 March',
    ],
    ['unclosed cells and rows too', '<table><tr><td>Order<td>QI-1<tr><td>Date<td>1 March</table>', 'Order\tQI-1\nDate\t1 March'],
    ['a number split over tags stays one', '<p>Order 10<b>48</b><span>2</span></p>', 'Order 10482'],
    ['a list keeps its items', '<ul><li>one<li>two</ul>', '- one\n- two'],
    ['paragraphs are set apart, br is not', '<p>one<br>two</p><p>three</p>', 'one\ntwo\n\nthree'],
    ['a link is its text', '<p>see <a href="https://x.example/9">my order</a></p>', 'see my order'],
    ['entities are decoded', '<p>3 &lt; 5 &amp; caf&eacute; &#x2713;</p>', '3 < 5 & café ✓'],
    ['white space folds', '<p>a\n   b\t c</p>', 'a b c'],
  ])('%s', async (_, html, text) => {
    expect(await ownText(html)).toBe(text);
  });
});
