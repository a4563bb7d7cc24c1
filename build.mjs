// Bundles src/ into dist/ as CommonJS chunks: one chunk a command, so that a pass with nothing to do loads next to nothing.
// Plain JavaScript, because npm also runs it under a Node too old for TypeScript.
import { chmodSync, rmSync, writeFileSync } from 'node:fs';

const rolldown = await import('rolldown').catch(() => undefined);
if (!rolldown) {
  console.error('build skipped: rolldown is not installed (npm ci --omit=dev); ship dist/ with the package instead');
  process.exit(0);
}

rmSync('dist', { recursive: true, force: true });
const bundle = await rolldown.rolldown({ input: 'src/cli/main.ts', platform: 'node', external: ['pg-native', 're2'], logLevel: 'warn' });
await bundle.write({
  dir: 'dist',
  format: 'cjs',
  entryFileNames: 'main.cjs',
  chunkFileNames: 'chunks/[name]-[hash].cjs',
  sourcemap: false,
});
await bundle.close();

// The compile cache must be on before the bundle is read, so the entry is its own small file.
writeFileSync(
  'dist/refund-triage.cjs',
  "'use strict';\nrequire('node:module').enableCompileCache();\nvoid require('./main.cjs').main(process.argv.slice(2));\n",
);
chmodSync('dist/refund-triage.cjs', 0o755);
