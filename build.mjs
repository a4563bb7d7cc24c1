// Bundles src/ into dist/ as CommonJS chunks: one chunk a command, so that a pass with nothing to do loads next to nothing.
// Plain JavaScript, because npm also runs it under a Node too old for TypeScript.
import { chmodSync, rmSync, writeFileSync } from 'node:fs';

const rolldown = await import('rolldown').catch(() => undefined);
if (!rolldown) {
  console.error('build skipped: rolldown is not installed (npm ci --omit=dev); ship dist/ with the package instead');
  process.exit(0);
}

// Half of what imapflow loads is for what a pass with nothing new never does. That is 20 ms of every cron start.
const NEVER_USED = ['socks', 'pino']; // no proxy; `logger: false`
const SELDOM_USED = ['libmime', 'libqp', 'libbase64', '@zone-eu/mailsplit', '@zone-eu/mailsplit/lib/flowed-decoder.js', 'iconv-lite'];

/** Gives imapflow a stand-in for these: for the first a refusal, for the others the module itself at its first use. */
const imapflowOnDemand = {
  name: 'imapflow-on-demand',
  resolveId(source, importer) {
    if (!importer?.includes('/imapflow/dist/')) return null;
    if (NEVER_USED.includes(source)) return `\0never:${source}`;
    return SELDOM_USED.includes(source) ? `\0seldom:${source}.cjs` : null;
  },
  load(id) {
    if (id.startsWith('\0never:')) return 'export const SocksClient = undefined; export default () => { throw new Error("not bundled"); };';
    if (!id.startsWith('\0seldom:')) return null;
    const name = id.slice('\0seldom:'.length, -'.cjs'.length);
    return {
      moduleType: 'js',
      code: `const load = () => require(${JSON.stringify(name)});
        module.exports = new Proxy(function () {}, {
          get: (_, key) => (key === '__esModule' ? undefined : key === 'default' ? module.exports : load()[key]),
          construct: (_, args) => new (load())(...args),
          apply: (_, self, args) => load().apply(self, args),
        });`,
    };
  },
};

rmSync('dist', { recursive: true, force: true });
const bundle = await rolldown.rolldown({
  input: { main: 'src/cli/main.ts', 'reader-thread': 'src/isolation/reader-thread.ts' },
  platform: 'node',
  plugins: [imapflowOnDemand],
  external: ['pg-native', 're2'],
  logLevel: 'warn',
});
await bundle.write({
  dir: 'dist',
  format: 'cjs',
  entryFileNames: '[name].cjs',
  chunkFileNames: 'chunks/[name]-[hash].cjs',
  sourcemap: false,
});
await bundle.close();

// The compile cache must be on before the bundle is read, in each thread, so the entries are small files of their own.
const withCache = (code) => `'use strict';\nrequire('node:module').enableCompileCache();\n${code}\n`;
writeFileSync('dist/refund-triage.cjs', withCache("void require('./main.cjs').main(process.argv.slice(2));"));
writeFileSync('dist/reader.cjs', withCache("require('./reader-thread.cjs');"));
chmodSync('dist/refund-triage.cjs', 0o755);
