import { parentPort } from 'node:worker_threads';
import { readRuleTexts, type RuleText } from './read-rule-texts';

/** Texts between two answers: what the receiving thread takes in within a few milliseconds. */
const TEXTS_AN_ANSWER = 50;

/** The program of a thread that reads rules: YAML is most of the work of a load, and the other thread has events to evaluate. */
parentPort?.once('message', (texts: readonly RuleText[]) => {
  for (let from = 0; from < texts.length; from += TEXTS_AN_ANSWER) parentPort?.postMessage(readRuleTexts(texts.slice(from, from + TEXTS_AN_ANSWER)));
  parentPort?.close();
});
