// The events of one run as nested lists: executions, and within them tools, steps and what was said. Everything from the host is set as text.
export class Timeline {
  #root;
  #executions = new Map();
  #calls = new Map();
  #began = null;
  steps = new Map();

  constructor(root) {
    this.#root = root;
    root.replaceChildren();
  }

  add(event) {
    this.#began ??= Date.parse(event.timestamp);
    const execution = this.#executionOf(event);
    const kind = event.type;
    if (kind === "agent_text" || kind === "agent_thinking") {
      this.#say(execution, event, kind === "agent_text" ? "text" : "thinking");
    } else {
      execution.said = null;
      if (kind === "agent_started" || kind === "workflow_started") {
        // The execution's own line says it.
        this.#payload(execution.line, event, ["input"]);
      } else if (kind === "tool_executing") {
        const call = this.#line(execution, event, "tool", event.tool);
        call.state = span("at work", "wait");
        call.line.append(" ", call.state);
        this.#payload(call.line, event, ["arguments"]);
        this.#calls.set(event.call_id, call);
      } else if (kind === "tool_completed") {
        const call = this.#calls.get(event.call_id) ?? this.#line(execution, event, "tool", event.tool);
        call.state ??= call.line.appendChild(span("", ""));
        end(call.state, event);
        this.#payload(call.line, event, ["output", "error_message"]);
      } else if (kind.startsWith("step_")) {
        this.#step(execution, event);
      } else if (event.duration_ms !== undefined && /^(agent|workflow)_/.test(kind)) {
        end(execution.state, event, kind.replace(/^(agent|workflow)_/, ""));
        this.#payload(execution.line, event, ["output", "error_message"]);
      } else {
        if (kind === "workflow_waiting") {
          this.steps.set(event.step, "waits");
        }

        const other = this.#line(execution, event, "event", kind.replaceAll("_", " "));
        other.line.append(event.tool ? ` ${event.tool}` : "");
        this.#payload(other.line, event, ["message", "arguments", "wait", "waits", "reason"]);
      }
    }
  }

  #executionOf(event) {
    let execution = this.#executions.get(event.execution_id);
    if (!execution) {
      const list = this.#executions.get(event.parent_execution_id)?.list ?? this.#root;
      const { line } = this.#into(list, event, event.type.startsWith("workflow_") ? "workflow" : "agent", event.agent);
      const state = span("at work", "wait");
      const events = document.createElement("ol");
      line.append(" ", state);
      const item = line.parentElement;
      item.append(events);
      execution = { line, list: events, state, said: null };
      this.#executions.set(event.execution_id, execution);
    }

    return execution;
  }

  #line(execution, event, kind, name) { return this.#into(execution.list, event, kind, name); }

  #into(list, event, kind, name) {
    const item = document.createElement("li");
    const line = document.createElement("div");
    const time = document.createElement("time");
    time.dateTime = event.timestamp;
    time.textContent = `+${((Date.parse(event.timestamp) - this.#began) / 1000).toFixed(3)} s`;
    line.append(time, " ", span(kind, "faint"), " ", span(name ?? "", "name"));
    item.append(line);
    list.append(item);
    return { line };
  }

  #say(execution, event, kind) {
    if (execution.said?.kind !== kind) {
      const { line } = this.#line(execution, event, kind, "");
      execution.said = { kind, count: 0, bytes: 0, size: line.appendChild(span("", "faint")), shown: null, line };
    }

    const said = execution.said;
    said.count++;
    said.bytes += event.bytes;
    said.size.textContent = `${said.count} ${said.count === 1 ? "event" : "events"}, ${said.bytes.toLocaleString()} bytes`;
    if (event.text !== undefined) {
      said.shown ??= said.line.appendChild(document.createElement("pre"));
      said.shown.textContent += event.text;
    }
  }

  #step(execution, event) {
    const state = { step_started: "now", step_completed: "done", step_failed: "failed", step_skipped: "skipped" }[event.type];
    this.steps.set(event.step, state);
    const { line } = this.#line(execution, event, "step", event.step);
    const word = { now: "begins", done: "done", failed: "failed", skipped: "skipped" }[state];
    line.append(" ", span(word, { done: "good", failed: "bad" }[state] ?? "faint"));
    if (event.duration_ms !== undefined || event.error_code) {
      line.append(" ", span(`${event.duration_ms === undefined ? "" : seconds(event.duration_ms)} ${event.error_code ?? ""}`, "faint"));
    }

    this.#payload(line, event, ["output", "reason", "error_message"]);
  }

  #payload(line, event, names) {
    for (const name of names.filter(name => event[name] !== undefined && event[name] !== null)) {
      const shown = document.createElement("pre");
      shown.textContent = `${name.replace("_", " ")}: ${typeof event[name] === "string" ? event[name] : JSON.stringify(event[name], null, 1)}`;
      line.append(shown);
    }
  }
}

export const seconds = ms => ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;

function end(state, event, word) {
  const bad = event.error_code !== undefined && event.error_code !== null;
  state.className = bad ? "bad" : word === "suspended" ? "wait" : "good";
  state.textContent = [word ?? (bad ? "failed" : "done"), event.error_code, event.degraded ? "degraded" : null, event.duration_ms === undefined ? null : seconds(event.duration_ms),
    event.input_tokens === undefined ? null : `${event.input_tokens} + ${event.output_tokens} tokens`].filter(Boolean).join(", ");
}

function span(words, className) {
  const made = document.createElement("span");
  made.textContent = words;
  made.className = className;
  return made;
}
