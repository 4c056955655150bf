import type { ChartValues } from "../chart-values";

/** Where Grafana finds logs and traces; Prometheus it knows by the chart. */
export interface DataSourceAddresses {
  readonly lokiAddress?: string;
  readonly tempoAddress?: string;
}

function loki(url: string, traced: boolean): ChartValues {
  const source = { name: "Loki", type: "loki", uid: "loki", access: "proxy", url };
  if (!traced) return source;
  return {
    ...source,
    jsonData: {
      // A line of a log that names its trace leads to it, whether JSON or text wrote it.
      derivedFields: [
        {
          name: "Trace",
          datasourceUid: "tempo",
          matcherRegex: "[Tt]race_?[Ii][Dd]\\W+([0-9a-f]{32})",
          // Grafana replaces variables of the environment in this file; doubled, the dollar stays.
          url: "$${__value.raw}",
        },
      ],
    },
  };
}

function tempo(url: string, logged: boolean): ChartValues {
  const source = { name: "Tempo", type: "tempo", uid: "tempo", access: "proxy", url };
  if (!logged) return source;
  return {
    ...source,
    jsonData: {
      // From a span to what its service logged then: `container` is the label that the collector of logs gives.
      tracesToLogsV2: {
        datasourceUid: "loki",
        spanStartTimeShift: "-5m",
        spanEndTimeShift: "5m",
        filterByTraceID: false,
        tags: [{ key: "service.name", value: "container" }],
      },
    },
  };
}

/** The chart's values for Grafana's further data sources, each of which leads to the other. */
export function dataSources({ lokiAddress, tempoAddress }: DataSourceAddresses): ChartValues {
  const sources = [
    ...(lokiAddress === undefined ? [] : [loki(lokiAddress, tempoAddress !== undefined)]),
    ...(tempoAddress === undefined ? [] : [tempo(tempoAddress, lokiAddress !== undefined)]),
  ];
  return sources.length === 0 ? {} : { grafana: { additionalDataSources: sources } };
}
