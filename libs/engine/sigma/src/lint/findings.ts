import type { RuleDocument } from '../parse/rule-document';
import type { DocumentPath, Place } from '../parse/rule-fault';
import { YamlPlaces } from '../parse/yaml-places';
import type { LintFinding } from './lint-finding';

/** Of one text: a rule with more wrong than this is mended from the top. */
const maxFindings = 200;

/** Collects what is found in one text and looks up where, which is dear, only for texts that have something to say. */
export class Findings {
  readonly list: LintFinding[] = [];
  private places: YamlPlaces | undefined;

  constructor(private readonly document: RuleDocument) {}

  add(finding: LintFinding): void {
    if (this.list.length < maxFindings) this.list.push(finding);
  }

  placeOf(index: number, path: DocumentPath): Place | undefined {
    return (this.places ??= new YamlPlaces(this.document.text)).of(index, path);
  }

  /** What is said of the n-th document of the text. */
  of(index: number, origin: string, ruleId: string | undefined): DocumentFindings {
    return new DocumentFindings(this, index, origin, ruleId);
  }
}

type Said = readonly [code: string, path: DocumentPath, message: string, hint?: string];

export class DocumentFindings {
  constructor(
    private readonly findings: Findings,
    private readonly index: number,
    private readonly origin: string,
    private readonly ruleId: string | undefined,
  ) {}

  private say(severity: LintFinding['severity'], [code, path, message, hint]: Said): void {
    const { origin, ruleId } = this;
    this.findings.add({ origin, ruleId, severity, code, message, ...this.findings.placeOf(this.index, path), hint });
  }

  error(...said: Said): void {
    this.say('error', said);
  }

  warning(...said: Said): void {
    this.say('warning', said);
  }

  info(...said: Said): void {
    this.say('info', said);
  }
}
