/** What a part of the page is about, by which it is coloured. */
export type Tone = "loss" | "outage" | "added" | "changed" | "removed" | "plain";

/** Text of the page's author, or text out of a plan, which is shown as it is and never read as markup. */
export type Inline = string | { readonly code: string } | { readonly strong: string };

/** A line of a text that changed. */
export interface Line {
  readonly sign: "+" | "-" | " ";
  readonly text: string;
}

/** A part of a section. What can be long says what it is a list of, so that what is left out can be counted. */
export type Block =
  | { readonly kind: "text"; readonly tone: Tone; readonly text: readonly Inline[] }
  | { readonly kind: "list"; readonly noun: string; readonly items: readonly (readonly Inline[])[] }
  | {
      readonly kind: "table";
      readonly noun: string;
      readonly head: readonly string[];
      readonly rows: readonly { readonly tone: Tone; readonly cells: readonly (readonly Inline[])[] }[];
    }
  | { readonly kind: "lines"; readonly lines: readonly Line[] }
  | {
      readonly kind: "folds";
      readonly noun: string;
      readonly folds: readonly {
        readonly tone: Tone;
        readonly summary: readonly Inline[];
        readonly blocks: readonly Block[];
      }[];
    }
  /** A picture, for pages that can show one; `text` says what it shows. */
  | { readonly kind: "picture"; readonly svg: string; readonly text: string };

/** A section of the page. */
export interface Section {
  /** Anchor, e.g. `images`. */
  readonly id: string;
  readonly title: string;
  readonly tone: Tone;
  /** Where it stands open at once, and isn't folded. */
  readonly open: boolean;
  readonly blocks: readonly Block[];
}

/** A figure at the head of the page. */
export interface Figure {
  readonly label: string;
  readonly value: string;
  readonly tone: Tone;
}

/** The whole page, without any markup. */
export interface Page {
  readonly title: string;
  /** The verdict: what a reader who stops here has to know. */
  readonly summary: readonly Inline[];
  readonly tone: Tone;
  readonly figures: readonly Figure[];
  readonly sections: readonly Section[];
  readonly notices: readonly string[];
}
