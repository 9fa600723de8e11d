import type { Provider } from '@nestjs/common';
import type { Database } from '@vedette/database';
import { Coverage, DriftReport, Exclusions, RuleFiles, RuleFolders, RuleList, RuleSettings, RuleTests } from '@vedette/detection';
import type { Clock } from '@vedette/kernel';
import { ExclusionsResolver } from './exclusions.resolver';
import { RuleFilesResolver } from './rule-files.resolver';
import { RuleReportsResolver } from './rule-reports.resolver';
import { RuleTestsResolver } from './rule-tests.resolver';
import { RulesResolver } from './rules.resolver';

/** What the life of a rule is made of. */
export interface RuleLife {
  readonly list: RuleList;
  readonly settings: RuleSettings;
  readonly exclusions: Exclusions;
  readonly files: RuleFiles;
  readonly folders: RuleFolders;
  readonly tests: RuleTests;
  readonly coverage: Coverage;
  readonly drift: DriftReport;
}

export function openRuleLife(deps: { readonly database: Database; readonly clock: Clock }): RuleLife {
  return {
    list: new RuleList(deps),
    settings: new RuleSettings(deps),
    exclusions: new Exclusions(deps),
    files: new RuleFiles(deps),
    folders: new RuleFolders(deps),
    tests: new RuleTests(deps),
    coverage: new Coverage(deps),
    drift: new DriftReport(deps),
  };
}

export const ruleResolvers = [RulesResolver, ExclusionsResolver, RuleFilesResolver, RuleTestsResolver, RuleReportsResolver];

export function ruleProviders(life: RuleLife): Provider[] {
  return [
    { provide: RuleList, useValue: life.list },
    { provide: RuleSettings, useValue: life.settings },
    { provide: Exclusions, useValue: life.exclusions },
    { provide: RuleFiles, useValue: life.files },
    { provide: RuleTests, useValue: life.tests },
    { provide: Coverage, useValue: life.coverage },
    { provide: DriftReport, useValue: life.drift },
  ];
}
