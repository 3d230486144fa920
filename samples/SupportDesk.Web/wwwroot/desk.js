import { Conversation } from './conversation.js';
import { Line } from './line.js';
import { View } from './view.js';

const find = id => document.getElementById(id);
const state = find('state');
const question = find('question');

const states = {
  connecting: 'Connecting…',
  open: 'Connected',
  waiting: 'No connection. Trying again…',
  offline: 'You are offline. Nothing is lost.',
  'signed-out': 'You are signed out.',
};

const address = new URL('/agents/ws', location.href);
address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';

let conversation;
const line = new Line(address, {
  open: () => conversation.resume(),
  frame: frame => conversation.take(frame),
  state: name => {
    state.dataset.state = name;
    // Said once, not at each attempt.
    if (state.textContent !== states[name]) {
      state.textContent = states[name];
    }
    if (name === 'signed-out') {
      location.assign('/sign-in');
    }
  },
});
conversation = new Conversation(document.body.dataset.customer, line, new View(find('log'), find('welcome')));

const ask = text => {
  if (text.trim()) {
    conversation.ask(text.trim());
  }
};

find('ask').addEventListener('submit', event => {
  event.preventDefault();
  ask(question.value);
  question.value = '';
  question.focus();
});

question.addEventListener('keydown', event => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    find('ask').requestSubmit();
  }
});

for (const example of document.querySelectorAll('.example')) {
  example.addEventListener('click', () => {
    ask(example.textContent);
    question.focus();
  });
}

find('sign-out').addEventListener('submit', () => sessionStorage.clear());

// A page that the browser kept as it was may be another's by now.
addEventListener('pageshow', event => event.persisted && location.reload());

line.start();
question.focus();
