/** Values by series, in promtool's notation, one a minute: `{ 'up{job="web"}': "1x60" }`. */
export type Series = Readonly<Record<string, string>>;

/** What makes an alert fire within an hour, and what comes close and must not. */
export interface AlertCase {
  readonly fires: Series;
  readonly silent: readonly Series[];
}

/** Cases by name of the alert; `$namespace` in a series becomes the application's. */
export type AlertCases = Readonly<Record<string, AlertCase>>;
