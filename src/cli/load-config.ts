import type { Config } from '../config/config.ts';
import { readEnvironment } from '../config/environment.ts';
import { PROJECT_ROOT } from '../config/project-root.ts';
import { readConfig } from '../config/read-config.ts';
import type { CommandIo } from './io.ts';

export function loadConfig(envFile: string | null, io: CommandIo): Config {
  return readConfig(readEnvironment({ processEnv: io.env, cwd: io.cwd, envFile, projectRoot: PROJECT_ROOT }), io.cwd);
}
