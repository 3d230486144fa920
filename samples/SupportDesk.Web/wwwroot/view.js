// The conversation on the page. Whatever comes from the desk is put there as text and as nothing else.

import { asking, doing, outcome, plain } from './words.js';

const element = (tag, className, text = '') => {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
};

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
  #article;
  #answer;
  #thinking = null;
  #calls = new Map();
  #approvals = new Map();
  #stop = null;

  constructor(log, text, actions) {
    this.#log = log;
    this.#actions = actions;
    const article = this.#article = element('article', 'turn');
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
    this.#answer.setAttribute('aria-busy', 'true');
    this.#settleApprovals(event);
    switch (event.type) {
      case 'agent_started':
        this.#offerStop();
        this.#think('Reading');
        break;
      case 'agent_thinking':
        this.#think('Thinking');
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
    this.#leave(this.#stop);
    for (const id of [...this.#approvals.keys()]) {
      this.#resolve(id, false);
    }
    const word = outcome(status, problem);
    if (word !== null) {
      this.#answer.append(element('p', 'outcome', word));
    }
    this.#article.dataset.status = status;
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
    const line = this.#add(element('p', 'tool', doing(event.tool)));
    line.dataset.outcome = 'running';
    line.append(element('span', 'how', ' – under way'));
    this.#calls.set(event.call_id, line);
  }

  #called(event) {
    const line = this.#calls.get(event.call_id);
    if (line) {
      line.dataset.outcome = event.error_code ? 'failed' : 'done';
      line.querySelector('.how').textContent = event.error_code ? ` – ${plain(event.error_code)}` : ' – done';
    }
  }

  // What goes away with the focus on it leaves the focus where the next question is asked.
  #leave(part) {
    const hadFocus = part?.contains(document.activeElement);
    part?.remove();
    if (hadFocus) {
      document.getElementById('question').focus();
    }
  }

  #offerStop() {
    this.#stop ??= element('button', 'stop quiet', 'Stop');
    this.#stop.onclick = () => this.#actions.stop();
    this.#answer.after(this.#stop);
  }

  #request(event) {
    const card = element('section', 'approval');
    const title = element('h2', '', asking(event.tool));
    title.id = `approval-${event.approval_id}`;
    card.setAttribute('aria-labelledby', title.id);
    const list = element('dl', '');
    for (const [name, value] of Object.entries(event.arguments ?? {})) {
      list.append(element('dt', '', plain(name)), element('dd', '', shown(value)));
    }
    const choice = element('div', 'choice');
    const decision = element('p', 'decision');
    for (const [text, yes] of [['Yes, do it', true], ['No', false]]) {
      const button = element('button', yes ? 'yes' : 'no', text);
      button.onclick = () => {
        this.#actions.decide(event.approval_id, yes);
        this.#decided(choice, decision, yes);
      };
      choice.append(button);
    }
    card.append(title, list, choice, decision);
    this.#add(card);
    this.#approvals.set(event.approval_id, { card, choice, decision, tool: event.tool, with: JSON.stringify(event.arguments) });
    const said = this.#actions.decided(event.approval_id);
    if (said !== undefined) {
      this.#decided(choice, decision, said);
    } else {
      // The answer waits, so the question is to be heard now.
      this.#answer.setAttribute('aria-busy', 'false');
    }
  }

  #decided(choice, decision, yes) {
    this.#leave(choice);
    decision.textContent = yes ? 'You said yes.' : 'You said no.';
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
    const { card, choice, decision } = this.#approvals.get(id);
    this.#approvals.delete(id);
    this.#leave(choice);
    card.dataset.outcome = isDone ? 'allowed' : 'refused';
    const saidNo = this.#actions.decided(id) === false;
    decision.textContent = isDone ? 'You said yes.' : saidNo ? 'You said no.' : 'It wasn’t done.';
  }
}
