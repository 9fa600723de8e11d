import { refuse } from '../refusals';

/**
 * The one of several optional fields that was given.
 * @throws Refusal `factor.malformed` for none, several, or one that is longer than any answer
 */
export function oneAnswer<Name extends string>(given: Readonly<Partial<Record<Name, string | null>>>, names: readonly Name[]): { name: Name; value: string } {
  const answers = names.flatMap((name) => {
    const value: string | null | undefined = given[name];
    return value == null ? [] : [{ name, value }];
  });
  const [answer] = answers;
  if (!answer || answers.length > 1 || answer.value.length > 16_384) throw refuse('factor.malformed');
  return answer;
}
