import type { Config } from '../config/config.ts';
import type { QuotablePolicy } from '../domain/policy.ts';
import { describeProblem, UnusableInput } from '../domain/problem.ts';
import { readPolicy, type Surroundings } from './sources.ts';

/**
 * The policy file as it stands at each asking (section 6: a change takes effect upon publication). A file that has become unusable
 * leaves the last usable one in force and is told once for each way in which it is broken.
 * @throws UnusableInput where there was no usable one yet
 */
export function keepPolicy(config: Config, around: Surroundings): () => Promise<QuotablePolicy> {
  let kept: QuotablePolicy | null = null;
  let told = '';
  return async () => {
    try {
      kept = await readPolicy(config, {}, around);
      if (told !== '') around.warn('the policy file can be used again and is in force');
      told = '';
      return kept;
    } catch (error) {
      if (!(error instanceof UnusableInput) || kept === null) throw error;
      const problems = error.problems.map(describeProblem).join('\n');
      if (problems !== told) around.warn(`${problems}\nthe policy read before stays in force until the file can be used`);
      told = problems;
      return kept;
    }
  };
}
