import Handlebars from 'handlebars';
import type { BacktestReport, Move } from '../../compose/backtest.ts';
import { subjectOf } from './backtest-words.ts';

/** One page that stands alone: no script, nothing fetched, readable in print and in the dark. @param madeAt printed as given */
export function backtestHtml(report: BacktestReport, madeAt: Date): string {
  const { result, unread } = report;
  const most = Math.max(1, ...result.moves.map(({ cases }) => cases));
  return PAGE({
    subject: subjectOf(report),
    madeAt: madeAt.toISOString(),
    result,
    changedCount: result.changed.length,
    changedShare: share(result.changed.length, result.cases),
    unread,
    moves: result.moves.map((move) => ({ ...move, isSame: isSame(move), width: share(move.cases, most) })),
    paid: Object.entries(result.paid).map(([currency, paid]) => ({ currency, ...paid, ...paidBars(paid) })),
    policy: "default-src 'none'; style-src 'unsafe-inline'",
  });
}

function isSame({ before, after }: Move): boolean {
  return before.outcome === after.outcome && before.section === after.section;
}

/** Per cent with two decimals, as CSS and people read it. */
function share(part: number, whole: number): string {
  return whole === 0 ? '0' : ((100 * part) / whole).toFixed(2);
}

/** Lengths of bars only; the sums beside them are exact. */
function paidBars({ before, after }: { readonly before: string; readonly after: string }) {
  const most = Math.max(Number(before), Number(after), 0.01);
  return { beforeWidth: share(Number(before), most), afterWidth: share(Number(after), most) };
}

const PAGE = Handlebars.create().compile(
  `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="{{policy}}">
<title>Policy backtest: {{subject}}</title>
<style>
  :root { color-scheme: light dark; --ink: #1b1f24; --soft: #5b6570; --line: #d9dee3; --same: #b8c4ce; --moved: #c2571a; --after: #1f6f8b; --ground: #fff; }
  @media (prefers-color-scheme: dark) { :root { --ink: #e8ecf0; --soft: #9aa6b2; --line: #333b44; --same: #4a5763; --moved: #f08a4b; --after: #5cb8d6; --ground: #14181d; } }
  body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground); max-width: 62rem; margin: 3rem auto; padding: 0 1.5rem; }
  h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; } h2 { font-size: 1.1rem; margin: 2.5rem 0 .75rem; }
  .soft { color: var(--soft); margin: 0; } .figures { display: flex; gap: 2.5rem; flex-wrap: wrap; margin: 1.75rem 0 0; padding: 0; list-style: none; }
  .figures b { display: block; font-size: 2rem; line-height: 1.1; font-variant-numeric: tabular-nums; }
  table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; } th { text-align: left; font-weight: 600; color: var(--soft); font-size: .85rem; }
  th, td { padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line); vertical-align: middle; } .number { text-align: right; }
  .bar { height: .8rem; min-width: 2px; border-radius: 2px; background: var(--same); } .bar.moved { background: var(--moved); } .bar.after { background: var(--after); }
  .wide { width: 45%; } .cases td { white-space: nowrap; } .cases td:first-child { white-space: normal; overflow-wrap: anywhere; min-width: 14rem; } .scroll { overflow-x: auto; }
</style>
<main>
<h1>What this policy would have changed</h1>
<p class="soft">{{subject}}</p>
<ul class="figures">
  <li><b>{{result.cases}}</b>cases</li>
  <li><b>{{changedCount}}</b>change ({{changedShare}} %)</li>
  <li><b>{{result.outcomesChanged}}</b>outcomes</li>
  <li><b>{{result.amountsChanged}}</b>amounts</li>
</ul>
<h2>From which ruling to which</h2>
<table>
  <thead><tr><th scope="col">Before</th><th scope="col">After</th><th scope="col" class="number">Cases</th><th scope="col" class="wide"><span hidden>Share</span></th></tr></thead>
  <tbody>
{{#each moves}}  <tr><td>§{{before.section}} {{before.outcome}}</td><td>§{{after.section}} {{after.outcome}}</td><td class="number">{{cases}}</td><td class="wide"><div class="bar{{#unless isSame}} moved{{/unless}}" style="width:{{width}}%"></div></td></tr>
{{/each}}  </tbody>
</table>
<h2>What would be paid</h2>
<table>
  <thead><tr><th scope="col">Currency</th><th scope="col"></th><th scope="col" class="number">Sum</th><th scope="col" class="wide"><span hidden>Length</span></th><th scope="col" class="number">Difference</th></tr></thead>
  <tbody>
{{#each paid}}  <tr><td rowspan="2">{{currency}}</td><td>before</td><td class="number">{{before}}</td><td class="wide"><div class="bar" style="width:{{beforeWidth}}%"></div></td><td rowspan="2" class="number">{{difference}}</td></tr>
  <tr><td>after</td><td class="number">{{after}}</td><td class="wide"><div class="bar after" style="width:{{afterWidth}}%"></div></td></tr>
{{/each}}  </tbody>
</table>
<p class="soft">Full and proportional refunds. What a person must look at first is not counted.</p>
<h2>Changed cases</h2>
{{#if result.changed}}<div class="scroll"><table class="cases">
  <thead><tr><th scope="col">Case</th><th scope="col">Order</th><th scope="col">Requested</th><th scope="col">Before</th><th scope="col" class="number">Amount</th><th scope="col">After</th><th scope="col" class="number">Amount</th><th scope="col"></th></tr></thead>
  <tbody>
{{#each result.changed}}  <tr><td>{{id}}</td><td>{{orderId}}</td><td>{{requestedOn}}</td><td>§{{before.section}} {{before.outcome}}</td><td class="number">{{before.amount}}</td><td>§{{after.section}} {{after.outcome}}</td><td class="number">{{after.amount}}</td><td>{{currency}}</td></tr>
{{/each}}  </tbody>
</table></div>{{else}}<p>None.</p>{{/if}}
{{#if unread}}<h2>Mails that could not be judged</h2>
<ul>{{#each unread}}<li>{{this}}</li>{{/each}}</ul>{{/if}}
<p class="soft">Made {{madeAt}}. The same facts and the same policy give the same page.</p>
</main>
</html>
`,
);
