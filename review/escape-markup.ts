/** Text in which nothing is markup, for the content of elements and for quoted attributes of HTML and SVG. */
export function escapeMarkup(text: string): string {
  return (
    text
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;")
      .replaceAll("'", "&#39;")
      // Characters that turn the direction of text around would show a name as another.
      .replaceAll(/[\u202A-\u202E\u2066-\u2069]/g, "\uFFFD")
      .replaceAll(/[^\P{Cc}\t\n\r]/gu, "\uFFFD")
  );
}
