import { describePlan } from "../support/row-by-row";
import { todoConfiguration } from "../support/todo-configuration";
import { todoObservability } from "../support/todo-observability";
import { todoPlatform } from "../support/todo-platform";
import { todoWorkloads } from "../support/todo-workloads";

describePlan("the Todo plan", "todo", [...todoPlatform, ...todoWorkloads, ...todoConfiguration, ...todoObservability], {
  fewest: 75,
});
