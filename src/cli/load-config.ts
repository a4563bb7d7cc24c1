import type { Config } from '../config/config.ts';
import { readEnvironment } from '../config/environment.ts';
import { PROJECT_ROOT } from '../config/project-root.ts';
import { readConfig } from '../config/read-config.ts';
import { UnusableInput } from '../domain/problem.ts';
import type { CommandIo } from './io.ts';

/** The kill switch as it stands at this moment. Settings that cannot be read just now send nothing. */
export function sendingSwitch(envFile: string | null, io: CommandIo): () => boolean {
  return () => {
    try {
      return loadConfig(envFile, io).sending.isOn;
    } catch (error) {
      if (error instanceof UnusableInput) return false;
      throw error;
    }
  };
}

export function loadConfig(envFile: string | null, io: CommandIo): Config {
  return readConfig(readEnvironment({ processEnv: io.env, cwd: io.cwd, envFile, projectRoot: PROJECT_ROOT }), io.cwd);
}
