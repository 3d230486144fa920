// The conversation on the page. Whatever comes from the desk is put there as text and as nothing else.

const outcomes = {
  agent_failed: 'That went wrong',
  agent_cancelled: 'Stopped',
  agent_timed_out: 'That took too long',
  agent_died: 'That went wrong',
  lost: 'This answer isn’t kept any more. Please ask again',
};

const element = (tag, className, text = '') => {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
};

const words = name => name.replaceAll('_', ' ');
const shown = value => typeof value === 'string' ? value : JSON.stringify(value);

export class View {
  #log;
  #welcome;

  constructor(log, welcome) {
    this.#log = log;
    this.#welcome = welcome;
  }

  turn(text, actions) {
    this.#welcome.hidden = true;
    return new Turn(this.#log, text, actions);
  }
}

class Turn {
  #log;
  #actions;
  #answer;
  #thinking = null;
  #calls = new Map();
  #approvals = new Map();
  #stop = null;

  constructor(log, text, actions) {
    this.#log = log;
    this.#actions = actions;
    const article = element('article', 'turn');
    const asked = element('div', 'asked');
    asked.append(element('span', 'who', 'You'), element('p', '', text));
    const answered = element('div', 'answered');
    this.#answer = element('div', 'parts');
    this.#answer.setAttribute('aria-busy', 'true');
    answered.append(element('span', 'who', 'Support desk'), this.#answer);
    article.append(asked, answered);
    log.append(article);
    this.clear();
    log.scrollTop = log.scrollHeight;
  }

  clear() {
    this.#answer.replaceChildren();
    this.#calls.clear();
    this.#approvals.clear();
    this.#think('Sent');
  }

  happened(event) {
    const follows = this.#log.scrollHeight - this.#log.scrollTop - this.#log.clientHeight < 80;
    this.#settleApprovals(event);
    switch (event.type) {
      case 'agent_started':
        this.#offerStop();
        this.#think('Reading');
        break;
      case 'agent_thinking':
        this.#think(words(event.text));
        break;
      case 'agent_text':
        this.#write(event.text);
        break;
      case 'tool_executing':
        this.#call(event);
        break;
      case 'tool_completed':
        this.#called(event);
        break;
      case 'tool_approval_requested':
        this.#request(event);
        break;
      case 'events_gap':
        this.#add(element('p', 'note', 'Some of it isn’t kept any more.'));
        break;
    }
    if (follows) {
      this.#log.scrollTop = this.#log.scrollHeight;
    }
  }

  // The whole answer, where its pieces weren't all to be had.
  replace(text) {
    for (const piece of this.#answer.querySelectorAll('.answer')) {
      piece.remove();
    }
    this.#write(text);
  }

  ended(status, problem) {
    this.#think(null);
    this.#stop?.remove();
    for (const id of [...this.#approvals.keys()]) {
      this.#resolve(id, false);
    }
    if (status in outcomes) {
      const outcome = element('p', 'outcome', problem ? `${outcomes[status]}: ${problem}` : `${outcomes[status]}.`);
      this.#answer.append(outcome);
    }
    this.#answer.setAttribute('aria-busy', 'false');
    this.#log.scrollTop = this.#log.scrollHeight;
  }

  #think(text) {
    this.#thinking?.remove();
    this.#thinking = text === null ? null : element('p', 'thinking', `${text}…`);
    if (this.#thinking) {
      this.#answer.append(this.#thinking);
    }
  }

  #add(part) {
    this.#think(null);
    this.#answer.append(part);
    return part;
  }

  #write(text) {
    this.#think(null);
    const last = this.#answer.lastElementChild;
    const part = last?.classList.contains('answer') ? last : this.#add(element('p', 'answer'));
    part.append(text);
  }

  #call(event) {
    const line = this.#add(element('p', 'tool', words(event.tool)));
    line.dataset.outcome = 'running';
    line.append(element('span', 'how', ' – under way'));
    this.#calls.set(event.call_id, line);
  }

  #called(event) {
    const line = this.#calls.get(event.call_id);
    if (line) {
      line.dataset.outcome = event.error_code ? 'failed' : 'done';
      line.querySelector('.how').textContent = event.error_code ? ` – ${words(event.error_code)}` : ' – done';
    }
  }

  #offerStop() {
    this.#stop ??= element('button', 'stop quiet', 'Stop');
    this.#stop.onclick = () => this.#actions.stop();
    this.#answer.after(this.#stop);
  }

  #request(event) {
    const card = element('section', 'approval');
    const title = element('h2', '', `May I ${words(event.tool)}?`);
    title.id = `approval-${event.approval_id}`;
    card.setAttribute('aria-labelledby', title.id);
    const list = element('dl', '');
    for (const [name, value] of Object.entries(event.arguments ?? {})) {
      list.append(element('dt', '', words(name)), element('dd', '', shown(value)));
    }
    const choice = element('div', 'choice');
    const outcome = element('p', 'decision');
    for (const [text, yes] of [['Yes, do it', true], ['No', false]]) {
      const button = element('button', yes ? 'yes' : 'no', text);
      button.onclick = () => {
        const hadFocus = choice.contains(document.activeElement);
        this.#actions.decide(event.approval_id, yes);
        this.#decided(choice, outcome, yes);
        if (hadFocus) {
          document.getElementById('question').focus();
        }
      };
      choice.append(button);
    }
    card.append(title, list, choice, outcome);
    this.#add(card);
    this.#approvals.set(event.approval_id, { card, choice, outcome, tool: event.tool, with: JSON.stringify(event.arguments) });
    const decision = this.#actions.decided(event.approval_id);
    if (decision !== undefined) {
      this.#decided(choice, outcome, decision);
    }
  }

  #decided(choice, outcome, yes) {
    choice.remove();
    outcome.textContent = yes ? 'You said yes.' : 'You said no.';
  }

  // A call that was allowed is begun; when the answer goes on without it, it wasn't.
  #settleApprovals(event) {
    for (const [id, asked] of [...this.#approvals]) {
      if (event.type === 'tool_executing' && event.tool === asked.tool && JSON.stringify(event.arguments) === asked.with) {
        this.#resolve(id, true);
        return;
      }
      if (event.type === 'agent_text' || event.type === 'agent_thinking') {
        this.#resolve(id, false);
      }
    }
  }

  #resolve(id, isDone) {
    const { card, choice, outcome } = this.#approvals.get(id);
    this.#approvals.delete(id);
    choice.remove();
    card.dataset.outcome = isDone ? 'allowed' : 'refused';
    const saidNo = this.#actions.decided(id) === false;
    outcome.textContent = isDone ? 'You said yes.' : saidNo ? 'You said no.' : 'It wasn’t done.';
  }
}
