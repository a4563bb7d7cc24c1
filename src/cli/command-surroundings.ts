import type { CommandIo, ExitStatus } from './io.ts';

/** How a described command runs: with the settings file that was named, and where its exit status goes. */
export interface CommandSurroundings {
  readonly io: CommandIo;
  readonly envFile: () => string | null;
  readonly end: (status: ExitStatus) => void;
}
