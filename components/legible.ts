/** Characters that end lines, steer a terminal, have no width, or turn the direction of writing. */
const unseen = /[\p{Cc}\p{Cs}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/** Longest run without a space that helps anybody to find their mistake. */
const longestWord = 300;

/** Longest sentence that anybody reads to its end. */
const longestSentence = 3000;

/** A text with its middle left out, where it is longer than `longest`. */
function cut(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest / 2)}…${text.slice(-longest / 3)}` : text;
}

/**
 * A sentence that may quote what strangers wrote, on one line that any terminal shows as it is: characters that nobody
 * sees become their code (`\u{202e}`), and what has no end is cut.
 */
export function legible(sentence: string): string {
  const words = sentence
    .replaceAll(unseen, (character) => `\\u{${character.codePointAt(0)?.toString(16) ?? ""}}`)
    .split(" ")
    .map((word) => cut(word, longestWord));
  return cut(words.join(" "), longestSentence);
}
