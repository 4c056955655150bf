import type { Application } from "../../components/application/contract";
import { todo } from "../../stacks/systems/todo";

/** Runs `action` while the system Todo describes a changed application. */
export async function withTodo<T>(
  change: (application: Application) => Application,
  action: () => Promise<T>,
): Promise<T> {
  const { describe } = todo;
  Object.assign(todo, { describe: (context: Parameters<typeof describe>[0]) => change(describe(context)) });
  try {
    return await action();
  } finally {
    Object.assign(todo, { describe });
  }
}
