import {
  DefaultRenderer,
  Listr,
  ListrDefaultRendererLogLevels as Mark,
  ListrLogger,
  ProcessOutput,
} from 'listr2';
import type { ListrTask } from 'listr2';

import type { EventSink } from '../model/event.ts';
import { paint } from './paint.ts';
import type { Paint } from './paint.ts';
import { boardRows } from './progress-board.ts';
import type { Row } from './progress-board.ts';
import { followRun } from './run-progress.ts';

export interface TtyOptions {
  /** The terminal. */
  readonly stream: NodeJS.WriteStream;
  readonly colour: boolean;
  /** Milliseconds of the clock that events carry. */
  readonly now: () => number;
  /** Aborted when the person asks the run to stop. */
  readonly stop: AbortSignal;
}

/** Milliseconds between two looks at the clock; listr2's spinner draws as often. */
const tick = 100;

/**
 * Hosts and their current step on a terminal. listr2 is a mere view: its tasks do no work, each waits until its row of
 * the board has ended. `close` ends the rows that no event has ended, so it never hangs.
 */
export function ttyView({ stream, colour, now, stop }: TtyOptions): EventSink {
  const p = paint(colour);
  const run = followRun();
  const height = Math.min(16, Math.max(4, stream.rows - 14));
  const rows = (over: boolean): readonly Row[] =>
    boardRows(
      run.progress,
      { height, over, stopping: stop.aborted },
      { width: stream.columns - 5, paint: p, now: now() },
    );
  let shown: Shown | undefined;
  return {
    emit(event) {
      run.heed(event);
      if (event.type === 'run-started') shown ??= show(rows, stream, p);
    },
    close: async () => shown?.end(),
  };
}

interface Shown {
  end(): Promise<void>;
}

function show(rows: (over: boolean) => readonly Row[], stream: NodeJS.WriteStream, p: Paint): Shown {
  const tasks = rows(false).map(rowTask);
  const draw = (over: boolean): void => {
    for (const [i, row] of rows(over).entries()) tasks[i]?.put(row, over);
  };
  const list = new Listr(
    tasks.map((task) => task.listed),
    listOptions(stream, p),
  );
  const finished = list.run();
  const timer = setInterval(() => draw(false), tick);
  return {
    async end() {
      clearInterval(timer);
      draw(true);
      await finished;
    },
  };
}

/** A listr2 task that shows whatever row is put into it, and is over when the row is. */
function rowTask(): { readonly listed: ListrTask; put(row: Row, over: boolean): void } {
  let title = '';
  let listed: { title?: string | undefined } = {};
  let settle: (how: 'well' | 'badly') => void;
  const settled = new Promise<'well' | 'badly'>((resolve) => (settle = resolve));
  return {
    listed: {
      title: ' ',
      task: async (_, wrapper) => {
        // Its own setter draws the screen anew for each title; the spinner draws often enough for all of them.
        listed = wrapper.task;
        listed.title = title;
        if ((await settled) === 'badly') throw new Error(title);
      },
    },
    put(row, over) {
      title = row.title;
      listed.title = title;
      if (row.ended !== undefined || over) settle(row.ended ?? 'well');
    },
  };
}

function listOptions(stream: NodeJS.WriteStream, p: Paint): ConstructorParameters<typeof Listr>[1] {
  const logger = new ListrLogger<Mark>({ useIcons: true, processOutput: new ProcessOutput(stream, stream) });
  return {
    concurrent: true,
    exitOnError: false,
    // Its handler would end the process.
    registerSignalListeners: false,
    renderer: Renderer,
    rendererOptions: {
      logger,
      formatOutput: 'truncate',
      showErrorMessage: false,
      color: { [Mark.PENDING]: p.cyan, [Mark.COMPLETED]: p.green, [Mark.FAILED]: p.red },
    },
  };
}

/** listr2 takes its plain renderer where stdout is not a terminal, but this one may draw on stderr. */
class Renderer extends DefaultRenderer {
  static override nonTTY = true;
}
