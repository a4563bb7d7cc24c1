import { describe, expect, test } from 'vitest';
import { htmlMail, mailOf, textOf } from './build-mail.ts';

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

describe('what a reader cannot see is not read', () => {
  test.each([
    ['display:none', '<span style="display:none">QI-9</span>'],
    ['display: none in other spelling', '<span style="DISPLAY : NONE !important">QI-9</span>'],
    ['visibility:hidden', '<span style="visibility:hidden">QI-9</span>'],
    ['the hidden attribute', '<p hidden>QI-9</p>'],
    ['letters of no size', '<span style="font-size:0">QI-9</span>'],
    ['letters of one pixel', '<span style="font-size:1px;line-height:1px">QI-9</span>'],
    ['opacity', '<div style="opacity:0">QI-9</div>'],
    ['white on white', '<span style="color:#fff">QI-9</span>'],
    ['almost white on white', '<span style="color:rgb(254, 254, 254)">QI-9</span>'],
    ['white by name in a font tag', '<font color="white">QI-9</font>'],
    ['black on black', '<div style="background:#000"><span style="color:black">QI-9</span></div>'],
    ['a transparent colour', '<span style="color:rgba(0,0,0,0)">QI-9</span>'],
    ['a box of no height', '<div style="max-height:0;overflow:hidden">QI-9</div>'],
    ['far off the page', '<div style="position:absolute;left:-9999px">QI-9</div>'],
    ['mso-hide', '<div style="mso-hide:all">QI-9</div>'],
    ['a class of the style sheet', '<style>.preheader { display: none }</style><div class="preheader">QI-9</div>'],
    ['a comment', '<!-- QI-9 -->'],
    ['a conditional comment', '<!--[if mso]>QI-9<![endif]-->'],
    ['script, style and title', '<title>QI-9</title><style>QI-9</style><script>"QI-9"</script><template>QI-9</template>'],
    ['a visible child of a box that is gone', '<div style="display:none"><b style="display:block;visibility:visible">QI-9</b></div>'],
  ])('%s', async (_, html) => {
    expect(await ownText(`<p>refund QI-1</p>${html}<p>please</p>`)).toBe('refund QI-1\n\nplease');
  });

  test.each([
    ['white on a dark ground', '<div style="background-color:#222"><span style="color:#fff">QI-9</span></div>'],
    ['white on a picture', '<div style="background:url(x.png)"><span style="color:#fff">QI-9</span></div>'],
    ['a size of its own in a row of none', '<div style="font-size:0"><span style="font-size:14px">QI-9</span></div>'],
    ['small print', '<span style="font-size:8px;color:#999">QI-9</span>'],
    ['a rule for small screens only', '<style>@media (max-width:600px){.big{display:none}}</style><p class="big">QI-9</p>'],
  ])('seen: %s', async (_, html) => {
    expect(await ownText(html)).toBe('QI-9');
  });
});

describe('alternatives', () => {
  const both = (plain: string, html: string) =>
    mailOf(
      `From: a@example.com\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n${plain}\n--b\nContent-Type: text/html\n\n${html}\n--b--\n`,
    );

  test.each([
    ['the plain one is read', 'refund QI-1 please', '<p>refund QI-2 please</p>', 'refund QI-1 please'],
    ['but not where it is empty', '', '<p>refund QI-2</p>', 'refund QI-2'],
    [
      'or only says that there is HTML',
      'Your mail program does not support HTML.',
      '<p>refund my order QI-2, it never arrived and nobody answers</p>',
      'refund my order QI-2, it never arrived and nobody answers',
    ],
  ])('%s', async (_, plain, html, text) => {
    expect(textOf(await both(plain, html), 'own')).toBe(text);
  });
});
