/** A web service of the application that everybody is judged by. */
export interface ComparedService {
  readonly name: string;
  readonly image: string;
  readonly port: number;
}

/** By digest for everybody: it costs each tool the same line. */
const digest = `sha256:${"5".repeat(64)}`;

/** Five web services behind one host, each with a path of its own: an application that every tool can make. */
export const comparedServices: readonly ComparedService[] = ["catalog", "basket", "orders", "payments", "search"].map(
  (name) => ({ name, image: `registry.example.com/shop/${name}:v1.4.2@${digest}`, port: 8080 }),
);

/** The host. */
export const comparedHost = "shop.example.com";
