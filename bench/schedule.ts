/** Something that takes time, and what it waits for. */
export interface Task {
  readonly id: string;
  readonly seconds: number;
  /** Ids of the tasks that must have ended before. */
  readonly after: readonly string[];
}

/** A task with its place in time, in seconds from the start. */
export interface Timed extends Task {
  readonly start: number;
  readonly end: number;
}

/**
 * When each task starts and ends, if each starts as soon as it may.
 *
 * @returns the tasks in an order in which each comes after all that it waits for
 * @throws Error for a task that waits for an unknown one, or tasks that wait for each other.
 */
export function schedule(tasks: readonly Task[]): readonly Timed[] {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const timed = new Map<string, Timed>();
  const open = new Set<string>();
  // By hand, not by recursion: chains may be longer than the stack is deep.
  const pending = [...tasks].reverse();
  for (let task = pending.at(-1); task !== undefined; task = pending.at(-1)) {
    const waits = task.after.filter((id) => !timed.has(id));
    if (timed.has(task.id) || waits.length === 0) {
      pending.pop();
      open.delete(task.id);
      if (!timed.has(task.id)) timed.set(task.id, place(task, timed));
    } else {
      open.add(task.id);
      for (const id of waits) pending.push(next(id, task.id, byId, open));
    }
  }
  return [...timed.values()];
}

function place(task: Task, timed: ReadonlyMap<string, Timed>): Timed {
  const start = Math.max(0, ...task.after.map((id) => timed.get(id)?.end ?? 0));
  return { ...task, start, end: start + task.seconds };
}

function next(id: string, waiting: string, byId: ReadonlyMap<string, Task>, open: ReadonlySet<string>): Task {
  const task = byId.get(id);
  if (task === undefined) throw new Error(`${waiting} waits for ${id}, which is no task.`);
  if (open.has(id)) throw new Error(`${waiting} waits for ${id}, which waits for ${waiting}.`);
  return task;
}

/** The chain that decides when everything has ended, first task first; empty for no tasks. */
export function criticalPath(tasks: readonly Task[]): readonly Timed[] {
  const timed = schedule(tasks);
  const byId = new Map(timed.map((task) => [task.id, task]));
  const path: Timed[] = [];
  for (let task = latest(timed); task !== undefined; task = latest(task.after.flatMap((id) => byId.get(id) ?? []))) {
    path.push(task);
  }
  return path.reverse();
}

/** The one that ends last; of several, the first by id. */
function latest(tasks: readonly Timed[]): Timed | undefined {
  return tasks.reduce<Timed | undefined>(
    (last, task) =>
      last === undefined || task.end > last.end || (task.end === last.end && task.id < last.id) ? task : last,
    undefined,
  );
}

/** When everything has ended, in seconds. */
export function duration(tasks: readonly Task[]): number {
  return criticalPath(tasks).at(-1)?.end ?? 0;
}
