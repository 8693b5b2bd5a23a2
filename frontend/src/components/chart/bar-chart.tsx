import { scaleBand, scaleLinear } from 'd3-scale';
import { useId, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import classes from './bar-chart.module.css';

export interface Series {
  name: string;
  tone: 'green' | 'red' | 'orange' | 'slate' | 'indigo' | 'accent';
  /** One for each label. */
  values: readonly number[];
}

interface Props {
  title: string;
  labels: readonly string[];
  series: readonly Series[];
  /** Heads the column of labels in the table that says the same. */
  labelsName: string;
}

/** Until it is known how wide the place is. */
const USUAL_WIDTH = 560;
const HEIGHT = 220;
const MARGIN = { top: 10, right: 8, bottom: 28, left: 36 };
const MOST_TICKS = 12;
const LEAST_TICK_PX = 44;

/**
 * Stacked bars, and the same figures as a table for whoever can't tell them apart or wants to
 * read them.
 */
export function BarChart({ title, labels, series, labelsName }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const [isTable, setTable] = useState(false);
  return (
    <figure className={classes.chart}>
      <figcaption className={classes.caption}>
        <span>{title}</span>
        <button type="button" className={classes.toggle} onClick={() => setTable(!isTable)}>
          {t(isTable ? 'chart.asPlot' : 'chart.asTable')}
        </button>
      </figcaption>
      {isTable ? (
        <Figures labels={labels} series={series} labelsName={labelsName} title={title} />
      ) : (
        <Bars id={id} labels={labels} series={series} title={title} />
      )}
      {series.length > 1 && (
        <ul className={classes.legend}>
          {series.map(({ name, tone }) => (
            <li key={name} data-tone={tone}>
              {name}
            </li>
          ))}
        </ul>
      )}
    </figure>
  );
}

function Bars({ id, title, labels, series }: Omit<Props, 'labelsName'> & { id: string }) {
  const [plot, width] = useWidth();
  const totals = labels.map((_, at) => series.reduce((sum, one) => sum + (one.values[at] ?? 0), 0));
  const x = scaleBand<number>()
    .domain(labels.map((_, at) => at))
    .range([MARGIN.left, width - MARGIN.right])
    .padding(0.15);
  const y = scaleLinear()
    .domain([0, Math.max(1, ...totals)])
    .nice(4)
    .range([HEIGHT - MARGIN.bottom, MARGIN.top]);
  const tickPx = Math.max(LEAST_TICK_PX, ...labels.map((label) => textPx(label) + 8));
  const tickCount = Math.max(1, Math.min(MOST_TICKS, Math.floor(width / tickPx)));
  const step = Math.ceil(labels.length / tickCount);
  const ticks = y.ticks(4).filter(Number.isInteger);
  return (
    <svg
      ref={plot}
      className={classes.plot}
      viewBox={`0 0 ${width} ${HEIGHT}`}
      height={HEIGHT}
      role="img"
      aria-labelledby={id}
    >
      <title id={id}>{title}</title>
      {ticks.map((tick) => (
        <g key={tick}>
          <line
            className={classes.grid}
            x1={MARGIN.left}
            x2={width - MARGIN.right}
            y1={y(tick)}
            y2={y(tick)}
          />
          <text
            className={classes.tick}
            x={MARGIN.left - 6}
            y={y(tick)}
            dy="0.32em"
            textAnchor="end"
          >
            {tick}
          </text>
        </g>
      ))}
      {labels.map((label, at) => {
        let base = 0;
        return (
          <g key={label}>
            {series.map(({ name, tone, values }) => {
              const value = values[at] ?? 0;
              const bottom = base;
              base += value;
              if (value === 0) return null;
              return (
                <rect
                  key={name}
                  className={classes.bar}
                  data-tone={tone}
                  x={x(at)}
                  width={x.bandwidth()}
                  y={y(bottom + value)}
                  height={y(bottom) - y(bottom + value)}
                >
                  <title>{`${label} · ${name}: ${value}`}</title>
                </rect>
              );
            })}
            {at % step === 0 && (
              <text
                className={classes.tick}
                x={(x(at) ?? 0) + x.bandwidth() / 2}
                y={HEIGHT - MARGIN.bottom + 18}
                textAnchor="middle"
              >
                {label}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
}

/** The width that a plot has on the page, so that its words are as large as all others. */
function useWidth() {
  const ref = useRef<SVGSVGElement>(null);
  const [width, setWidth] = useState(USUAL_WIDTH);
  useLayoutEffect(() => {
    const plot = ref.current;
    if (plot === null || typeof ResizeObserver === 'undefined') return undefined;
    const measure = () => setWidth(Math.round(plot.getBoundingClientRect().width) || USUAL_WIDTH);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(plot);
    return () => observer.disconnect();
  }, []);
  return [ref, width] as const;
}

/** About how wide a word is: letters of Hangul are twice as wide as others. */
function textPx(word: string): number {
  return word.length * 7 + (word.match(/[\u1100-\uffff]/g)?.length ?? 0) * 5;
}

function Figures({ title, labels, series, labelsName }: Props) {
  return (
    // What scrolls must take focus.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes.figures} role="group" aria-label={title} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{labelsName}</th>
            {series.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {labels.map((label, at) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              {series.map(({ name, values }) => (
                <td key={name}>{values[at] ?? 0}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
