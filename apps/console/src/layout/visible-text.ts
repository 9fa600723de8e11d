/**
 * Text of an event with what cannot be seen made visible: characters that turn the direction of reading, take no room
 * or break the line are written as their escape. Otherwise `exe.txt` may be read where `txt.exe` stands.
 */
export function visibleText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (character) =>
    character === '\n' || character === '\t'
      ? character
      : [...Array(character.length).keys()].map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`).join(''),
  );
}
