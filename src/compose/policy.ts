import type { Config } from '../config/config.ts';
import type { PolicyVersion, QuotablePolicy, SectionTexts } from '../domain/policy.ts';
import type { Problem } from '../domain/problem.ts';
import { diffPolicies, type PolicyChange } from '../policy/diff-policies.ts';
import { POLICY_FIELDS } from '../policy/policy-fields.ts';
import { checkTexts } from '../policy/text-checks.ts';
import { versionInForce } from '../policy/version-in-force.ts';
import { policyFile, readPolicy, type Surroundings } from './sources.ts';

export type { PolicyChange } from '../policy/diff-policies.ts';

/** One version as people read it. */
export interface PolicySheet {
  readonly version: PolicyVersion;
  readonly inForce: boolean;
  readonly rows: readonly { readonly sections: readonly string[]; readonly name: string; readonly value: string }[];
  readonly words: SectionTexts;
}

/** The configured policy, or the one in `file`, version by version, oldest first. `at` tells which of them is in force. */
export async function showPolicy(
  config: Config,
  file: string | undefined,
  at: Date,
  around: Pick<Surroundings, 'cwd'>,
): Promise<readonly PolicySheet[]> {
  const policy = await readPolicyFrom(config, file, around);
  const inForce = versionInForce(policy, at);
  return policy.versions.map((version) => ({
    version,
    inForce: version === inForce,
    rows: POLICY_FIELDS.map(({ sections, name, say }) => ({ sections, name, value: say(version) })),
    words: policy.texts.get(version.effectiveFrom) ?? {},
  }));
}

/** Everything that is wrong with a policy file: its form (thrown as UnusableInput), then words that disagree with the numbers. */
export async function checkPolicy(
  config: Config,
  file: string | undefined,
  around: Pick<Surroundings, 'cwd'>,
): Promise<{ readonly file: string; readonly policy: QuotablePolicy; readonly problems: readonly Problem[] }> {
  const policy = await readPolicyFrom(config, file, around);
  const path = policyFile(config, overrideWith(file), around);
  return { file: path, policy, problems: checkTexts(policy, path) };
}

export async function comparePolicies(
  config: Config,
  before: string,
  after: string,
  around: Pick<Surroundings, 'cwd'>,
): Promise<readonly PolicyChange[]> {
  return diffPolicies(await readPolicyFrom(config, before, around), await readPolicyFrom(config, after, around));
}

function readPolicyFrom(config: Config, file: string | undefined, around: Pick<Surroundings, 'cwd'>): Promise<QuotablePolicy> {
  return readPolicy(config, overrideWith(file), around);
}

function overrideWith(file: string | undefined) {
  return file === undefined ? {} : { policy: file };
}
