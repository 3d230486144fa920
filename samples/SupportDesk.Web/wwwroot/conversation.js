// What was asked and what came back. A question is a run whose id is made here: said twice, it is still one run.
// Questions are taken one after the other, so an answer that names no run is about the one that is under way.

const kept = 20;
const ends = new Set(['agent_completed', 'agent_failed', 'agent_cancelled', 'agent_timed_out', 'agent_died']);

export class Conversation {
  #key;
  #thread;
  #runs = [];
  #line;
  #view;

  constructor(customer, line, view) {
    this.#key = `desk:${customer}`;
    this.#line = line;
    this.#view = view;
    this.#load();
  }

  ask(text) {
    const run = this.#shown({ id: crypto.randomUUID().replaceAll('-', ''), text, begun: false, decisions: {}, answer: null });
    this.#runs.push(run);
    this.#save();
    if (this.#current === run) {
      this.#follow();
    }
  }

  // The line is open, perhaps again.
  resume() {
    this.#follow();
  }

  take(frame) {
    if (frame.type === 'response' || frame.type === 'error') {
      this.#answered(frame);
    } else {
      this.#happened(frame);
    }
  }

  // The first that hasn't been seen to its end on this page.
  get #current() {
    return this.#runs.find(run => !run.isSettled);
  }

  #follow() {
    const run = this.#current;
    if (!run) {
      return;
    }
    if (run.begun) {
      this.#line.send({ type: 'resume', run_id: run.id, after_sequence: run.seen });
    } else {
      this.#line.ask({ type: 'run', agent: 'support', input: run.text, thread_id: this.#thread, run_id: run.id });
    }
    for (const id of Object.keys(run.decisions)) {
      this.#tell(run, id);
    }
    if (run.isStopping) {
      this.#stop(run);
    }
  }

  #stop(run) {
    run.isStopping = true;
    this.#line.ask({ type: 'cancel', run_id: run.id });
  }

  #happened(event) {
    const run = this.#runs.find(one => one.id === event.run_id);
    if (!run || run.isSettled || event.sequence <= run.seen) {
      return;
    }
    const first = event.first_sequence ?? event.sequence;
    if (first <= run.seen) {
      this.#anew(run);
      return;
    }
    run.hasGap ||= event.type === 'events_gap' || first > run.seen + 1;
    run.seen = event.sequence;
    if (!run.begun) {
      run.begun = true;
      this.#save();
    }
    run.turn.happened(event);
    if (ends.has(event.type) && !event.parent_execution_id) {
      // Who has stopped an answer needn't be told why.
      this.#settle(run, event.type, event.error_code === 'run_cancelled' ? null : event.error_message, event.output);
    }
  }

  #answered(frame) {
    const run = frame.run_id ? this.#runs.find(one => one.id === frame.run_id) : this.#current;
    switch (frame.request) {
      case 'approve':
        // Also when it was too late: then what follows says so.
        if (run) {
          run.unsaid.clear();
        }
        break;
      case 'run':
      case 'resume':
        if (!run || run.isSettled) {
          break;
        }
        if (frame.type === 'response') {
          this.#settle(run, frame.status, null, frame.output);
        } else {
          this.#refused(run, frame);
        }
        break;
      default:
        if (frame.retry_after_ms) {
          this.#line.again(frame.retry_after_ms);
        }
    }
  }

  #refused(run, error) {
    if (error.code === 'connection_lost') {
      return;
    }
    if (error.retry_after_ms || error.code === 'shutting_down') {
      this.#line.again(error.retry_after_ms);
    } else if (error.code === 'run_in_progress') {
      // It had arrived; only its answer was lost.
      run.begun = true;
      this.#save();
      this.#follow();
    } else if (error.code === 'invalid_message' && run.seen > 0) {
      this.#anew(run);
    } else if (error.code === 'not_found') {
      this.#settle(run, run.answer === null ? 'lost' : 'agent_completed', null, run.answer);
    } else {
      this.#settle(run, 'agent_failed', error.message);
    }
  }

  // What is on the page and what comes don't fit together: from the start, then.
  #anew(run) {
    run.seen = 0;
    run.hasGap = false;
    run.turn.clear();
    this.#line.again();
  }

  #settle(run, status, problem, output) {
    run.isSettled = true;
    const text = typeof output === 'string' ? output : null;
    if (text !== null && (run.hasGap || run.seen === 0)) {
      run.turn.replace(text);
    }
    run.answer = text;
    run.turn.ended(status, problem);
    this.#save();
    this.#follow();
  }

  #shown(run) {
    run.seen = 0;
    run.hasGap = false;
    run.isSettled = false;
    run.unsaid = new Set(Object.keys(run.decisions));
    run.turn = this.#view.turn(run.text, {
      decided: id => run.decisions[id],
      decide: (id, yes) => {
        run.decisions[id] = yes;
        run.unsaid.add(id);
        this.#save();
        this.#tell(run, id);
      },
      stop: () => this.#stop(run),
    });
    return run;
  }

  #tell(run, id) {
    if (run.unsaid.has(id)) {
      this.#line.ask({ type: 'approve', run_id: run.id, approval_id: id, approved: run.decisions[id] });
    }
  }

  #load() {
    // Whoever else used this tab is nobody's business.
    for (const key of Object.keys(sessionStorage).filter(name => name.startsWith('desk:') && name !== this.#key)) {
      sessionStorage.removeItem(key);
    }
    const { thread, runs } = JSON.parse(sessionStorage.getItem(this.#key) ?? '{}');
    this.#thread = thread ?? crypto.randomUUID();
    this.#runs = (runs ?? []).map(run => this.#shown(run));
    this.#save();
  }

  #save() {
    sessionStorage.setItem(this.#key, JSON.stringify({
      thread: this.#thread,
      runs: this.#runs.slice(-kept).map(({ id, text, begun, decisions, answer }) => ({ id, text, begun, decisions, answer })),
    }));
  }
}
