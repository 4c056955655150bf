import tseslint from "typescript-eslint";

/** Every exported function, class, interface, type and constant says what it is. */
const documentedExports = {
  meta: { type: "suggestion", schema: [], messages: { missing: "Say in a doc comment what {{ name }} is." } },
  create: ({ report, sourceCode }) => ({
    ExportNamedDeclaration: (node) => {
      const { declaration } = node;
      if (declaration === null || declaration === undefined) return;
      const last = sourceCode.getCommentsBefore(node).at(-1);
      if (last?.type === "Block" && last.value.startsWith("*")) return;
      // The signatures of an overloaded function share one comment.
      const previous = node.parent.body[node.parent.body.indexOf(node) - 1];
      if (previous?.declaration?.type === "TSDeclareFunction") return;
      const name = declaration.id?.name ?? declaration.declarations?.[0]?.id.name ?? "this";
      report({ node, messageId: "missing", data: { name } });
    },
  }),
};

const floatingApply = {
  selector: "ExpressionStatement > CallExpression[callee.property.name='apply']",
  message: "Nobody waits for this apply, so no assertion in it ever fails: await the value of the Output.",
};

export default tseslint.config(
  {
    // What these programs print, keep or were given is nobody's source.
    ignores: ["node_modules/", "coverage/", "out/", "plan-out/", "rehearsal/charts/", "docs/"],
  },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked],
    plugins: { rootstock: { rules: { "documented-exports": documentedExports } } },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "rootstock/documented-exports": "error",
      "max-lines": ["error", { max: 200, skipBlankLines: true, skipComments: true }],
      eqeqeq: "error",
      "@typescript-eslint/consistent-type-assertions": [
        "error",
        { assertionStyle: "as", objectLiteralTypeAssertions: "never" },
      ],
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true, caughtErrors: "all" }],
      // The models of the Kubernetes client are classes in name only: the API server's answers are plain objects.
      "@typescript-eslint/no-unsafe-class-instance-assignment": "off",
      // A number reads the same everywhere; an Output, an object or undefined doesn't.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // `void` marks a promise that is meant to run on its own.
      "@typescript-eslint/no-meaningless-void-operator": "off",
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
    },
  },
  {
    files: ["components/**/*.ts"],
    rules: {
      "no-restricted-syntax": [
        "error",
        floatingApply,
        {
          selector: "MemberExpression[object.name='pulumi'][property.name=/^(Config|getStack|getProject)$/]",
          message: "Only the stacks layer knows which stack it is; components are given values.",
        },
        {
          selector: "MemberExpression[object.name='process'][property.name=/^(env|argv|cwd)$/]",
          message: "Components are given values; they don't look around on the machine.",
        },
      ],
    },
  },
  {
    // Grafana's sidecar, as the chart installs it, reads dashboards of the first schema only.
    files: ["components/application/contract.ts", "components/application/dashboard.ts"],
    rules: { "@typescript-eslint/no-deprecated": "off" },
  },
  {
    // A schema's type is what zod infers of it; written out, it would say everything twice.
    files: ["stacks/config/**/*.ts"],
    rules: { "@typescript-eslint/explicit-module-boundary-types": "off" },
  },
  {
    // A table with a row for each chart, which is read, and updated by Renovate, as a whole.
    files: ["components/platform/versions.ts"],
    rules: { "max-lines": ["error", { max: 320, skipBlankLines: true, skipComments: true }] },
  },
  {
    files: ["test/**/*.ts"],
    rules: {
      "no-restricted-syntax": ["error", floatingApply],
      // A spec file tells one subject's whole story.
      "max-lines": ["error", { max: 350, skipBlankLines: true, skipComments: true }],
      // Samples are spread into variants of themselves, models of the Kubernetes client among them.
      "@typescript-eslint/no-misused-spread": "off",
    },
  },
);
